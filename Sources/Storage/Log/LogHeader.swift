import Checksum
public import Zab

/// The first bytes of a log file: which it is, and what it goes on from.
///
/// magic 8 · version 4 · previous checksum 4 · identity 8 · number 8 · base 8 · flags 4 · zeros ·
/// checksum 4; 64 bytes.
public struct LogHeader: Hashable, Sendable {
    /// The checksum of the last whole frame of the file before, or of that file's header when it has
    /// none: what ties the files together (fault D17). 0 for a file that goes on from no other.
    public var previous: UInt32 = 0
    /// Tells this file from any other that had its name; part of every checksum in it (fault D8).
    public var identity: UInt64
    /// One more than the file before, ever.
    public var number: UInt64
    /// Where the log ended when the file was begun.
    public var base: Zxid
    /// The file goes on from a snapshot at `base`, not from the file before: there is a gap.
    public var isRestart: Bool

    static let length = 64
    private static let restart: UInt32 = 1

    var encoded: [UInt8] {
        var bytes = Format.logMagic
        bytes.append(bigEndian: Format.version)
        bytes.append(bigEndian: previous)
        bytes.append(bigEndian: identity)
        bytes.append(bigEndian: number)
        bytes.append(bigEndian: base.rawValue)
        bytes.append(bigEndian: isRestart ? Self.restart : 0)
        bytes.append(contentsOf: repeatElement(0, count: Self.length - 4 - bytes.count))
        bytes.append(bigEndian: CRC32C.of(bytes))
        return bytes
    }

    /// What the first frame's `previous` is.
    var checksum: UInt32 { encoded.bigEndian(at: Self.length - 4) }
}

extension LogHeader {
    /// Reads a header. It was durable before the file had its name, so a bad one is no accident of the
    /// last moment.
    init(_ bytes: [UInt8], path: String) throws(StorageError) {
        guard bytes.count >= Self.length, bytes.starts(with: Format.logMagic) else {
            throw .corrupt(path, at: 0, "this is no log file of Zabscope's")
        }
        try Format.checkVersion(bytes.bigEndian(at: 8), of: path)
        let checksum: UInt32 = bytes.bigEndian(at: Self.length - 4)
        guard checksum == CRC32C.of(Array(bytes[..<(Self.length - 4)])) else {
            throw .corrupt(path, at: 0, "the header of the log file is damaged")
        }
        previous = bytes.bigEndian(at: 12)
        identity = bytes.bigEndian(at: 16)
        number = bytes.bigEndian(at: 24)
        base = Zxid(rawValue: bytes.bigEndian(at: 32))
        isRestart = bytes.bigEndian(at: 40, as: UInt32.self) & Self.restart != 0
    }
}
