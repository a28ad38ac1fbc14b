import Checksum
public import Zab

/// What a server must never forget beside its log (fault D7): one record, never half written.
///
/// A copy is 64 bytes and lies within one sector; there are two, each written and synchronized before
/// the other is touched, so one of them is whole at any time, and damage to either is survived.
public struct EpochRecord: Hashable, Sendable {
    /// How often the record has been written.
    public var generation: UInt64 = 0
    public var epochs = Epochs()
    /// Where the log ended on the disk when the record was written; for whoever looks at it.
    public var durable = Zxid.zero
    /// The newest log file's number, and how many of its bytes were durable: a log that is whole
    /// only up to a place before that has lost something.
    public var logFile: UInt64 = 0
    public var logPosition: UInt64 = 0
    /// False when the history cannot be vouched for; see `Recovered.isComplete`.
    public var isComplete = true

    init() {}
}

extension EpochRecord {
    static let length = 64
    /// Where the copies are: in blocks of their own.
    static let places = [0, 4_096]
    static let fileSize = 8_192

    /// magic 8 · version 4 · checksum 4 · generation 8 · accepted 4 · current 4 · durable 8 · log file 8
    /// · position in it 8 · complete 1 · zeros. The checksum is over all that follows it.
    var encoded: [UInt8] {
        var bytes = Format.epochsMagic
        bytes.append(bigEndian: Format.version)
        bytes.append(bigEndian: UInt32(0))
        bytes.append(bigEndian: generation)
        bytes.append(bigEndian: epochs.accepted)
        bytes.append(bigEndian: epochs.current)
        bytes.append(bigEndian: durable.rawValue)
        bytes.append(bigEndian: logFile)
        bytes.append(bigEndian: logPosition)
        bytes.append(isComplete ? 1 : 0)
        bytes.append(contentsOf: repeatElement(0, count: Self.length - bytes.count))
        bytes.put(bigEndian: CRC32C.of(Array(bytes[16...])), at: 12)
        return bytes
    }

    /// The record in `bytes`, nil when they are none.
    init?(_ bytes: [UInt8], path: String) throws(StorageError) {
        guard bytes.count == Self.length, bytes.starts(with: Format.epochsMagic),
            bytes.bigEndian(at: 12) == CRC32C.of(Array(bytes[16...]))
        else { return nil }
        try Format.checkVersion(bytes.bigEndian(at: 8), of: path)
        generation = bytes.bigEndian(at: 16)
        epochs = Epochs(accepted: bytes.bigEndian(at: 24), current: bytes.bigEndian(at: 28))
        durable = Zxid(rawValue: bytes.bigEndian(at: 32))
        logFile = bytes.bigEndian(at: 40)
        logPosition = bytes.bigEndian(at: 48)
        isComplete = bytes[56] == 1
    }
}
