import Checksum
public import Zab

/// One write to the log: the records that share a flush, behind a header of 24 bytes.
///
/// checksum 4 · previous checksum 4 · length of the records 4 · flags 4 · zxid of the log's end 8 ·
/// records · zeros up to a multiple of 8. The checksum is over the file's identity, the offset, and
/// all of the frame behind the checksum (faults D4–D6 and D8).
enum Frame {
    static let headerLength = 24
    static let alignment = 8
    /// All before this frame had been synchronized when it was written: what is damaged before it was
    /// whole once, so that is no torn write (faults D2 and D3).
    static let afterSynchronization: UInt32 = 1

    /// The place that a frame with so many bytes of records takes.
    static func size(_ length: Int) -> Int {
        (headerLength + length + alignment - 1) / alignment * alignment
    }

    static func checksum(_ frame: UnsafeRawBufferPointer, identity: UInt64, offset: Int) -> UInt32 {
        var place: [UInt8] = []
        place.reserveCapacity(16)
        place.append(bigEndian: identity)
        place.append(bigEndian: UInt64(offset))
        return CRC32C.of(UnsafeRawBufferPointer(rebasing: frame[4...]), after: CRC32C.of(place))
    }
}

/// A frame's header as it was read.
struct FrameHeader: Hashable {
    var checksum: UInt32
    var previous: UInt32
    /// Of the records, in bytes.
    var length: Int
    var flags: UInt32
    var end: Zxid

    /// Nil when no frame begins like this: zeros, or a kind of frame that there is not.
    init?(_ bytes: [UInt8], at index: Int) {
        guard index + Frame.headerLength <= bytes.count else { return nil }
        checksum = bytes.bigEndian(at: index)
        previous = bytes.bigEndian(at: index + 4)
        length = Int(bytes.bigEndian(at: index + 8, as: UInt32.self))
        flags = bytes.bigEndian(at: index + 12)
        end = Zxid(rawValue: bytes.bigEndian(at: index + 16))
        if length < LogRecord.headerLength || flags > Frame.afterSynchronization { return nil }
    }

    var isAfterSynchronization: Bool { flags & Frame.afterSynchronization != 0 }
}

/// One entry of the log: kind and length 4 · zxid 8 · payload.
public enum LogRecord: Hashable, Sendable {
    case proposal(Proposal)
    /// All above this zxid is cut off. (The bytes stay: a log is only ever added to.)
    case truncate(to: Zxid)

    static let headerLength = 12
    /// The longest transaction that a log can hold, in bytes; the upper four bits are the kind.
    public static let longestPayload = 1 << 28 - 1
    private static let proposalKind: UInt32 = 1
    private static let truncateKind: UInt32 = 2

    /// What stands before a proposal's payload.
    static func appendHeader(of proposal: Proposal, to bytes: inout [UInt8]) {
        let length = proposal.payload.count
        precondition(
            length <= longestPayload,
            "a transaction that no log can hold is refused before it is proposed")
        bytes.append(bigEndian: proposalKind << 28 | UInt32(length))
        bytes.append(bigEndian: proposal.zxid.rawValue)
    }

    func append(to bytes: inout [UInt8]) {
        switch self {
        case .proposal(let proposal):
            Self.appendHeader(of: proposal, to: &bytes)
            proposal.payload.append(to: &bytes)
        case .truncate(let zxid):
            bytes.append(bigEndian: Self.truncateKind << 28)
            bytes.append(bigEndian: zxid.rawValue)
        }
    }

    /// Reads the record at `index`, which moves behind it; nil when there is none.
    init?(_ bytes: [UInt8], at index: inout Int, end: Int) {
        guard index + Self.headerLength <= end else { return nil }
        let word: UInt32 = bytes.bigEndian(at: index)
        let zxid = Zxid(rawValue: bytes.bigEndian(at: index + 4))
        let start = index + Self.headerLength
        let length = Int(word & 0xFFF_FFFF)
        guard start + length <= end else { return nil }
        switch word >> 28 {
        case Self.proposalKind:
            self = .proposal(Proposal(zxid: zxid, payload: Array(bytes[start..<start + length])))
        case Self.truncateKind where length == 0: self = .truncate(to: zxid)
        default: return nil
        }
        index = start + length
    }
}
