import Checksum
public import Zab

/// The first bytes of a snapshot file, and how its blocks are checked.
///
/// magic 8 · version 4 · 0 · zxid 8 · identity 8 · checksum 4; 36 bytes. Then blocks: length 4 ·
/// checksum 4 · bytes; the checksum is over the one before, the offset and the bytes. A block of length
/// 0 ends the file, and nothing follows it. The bytes together are the stream of a `SnapshotWriter`,
/// which is ZooKeeper's.
public struct SnapshotHeader: Hashable, Sendable {
    public var zxid: Zxid
    public var identity: UInt64

    static let length = 36
    static let blockHeaderLength = 8
    /// A block that says it is longer is damaged. The writer's have 256 KiB; those of earlier versions
    /// ended between nodes and could be longer.
    static let longestBlock = 64 << 20

    var encoded: [UInt8] {
        var bytes = Format.snapshotMagic
        bytes.append(bigEndian: Format.version)
        bytes.append(bigEndian: UInt32(0))
        bytes.append(bigEndian: zxid.rawValue)
        bytes.append(bigEndian: identity)
        bytes.append(bigEndian: CRC32C.of(bytes))
        return bytes
    }

    var checksum: UInt32 { encoded.bigEndian(at: Self.length - 4) }

    init(zxid: Zxid, identity: UInt64) {
        self.zxid = zxid
        self.identity = identity
    }

    init(_ bytes: [UInt8], path: String) throws(StorageError) {
        guard bytes.count >= Self.length, bytes.starts(with: Format.snapshotMagic) else {
            throw .corrupt(path, at: 0, "this is no snapshot of Zabscope's")
        }
        try Format.checkVersion(bytes.bigEndian(at: 8), of: path)
        let checksum: UInt32 = bytes.bigEndian(at: Self.length - 4)
        guard checksum == CRC32C.of(Array(bytes[..<(Self.length - 4)])) else {
            throw .corrupt(path, at: 0, "the header of the snapshot is damaged")
        }
        zxid = Zxid(rawValue: bytes.bigEndian(at: 16))
        identity = bytes.bigEndian(at: 24)
    }

    static func checksum(
        of block: UnsafeRawBufferPointer, at offset: Int, after previous: UInt32
    ) -> UInt32 {
        var place: [UInt8] = []
        place.reserveCapacity(12)
        place.append(bigEndian: previous)
        place.append(bigEndian: UInt64(offset))
        return CRC32C.of(block, after: CRC32C.of(place))
    }
}
