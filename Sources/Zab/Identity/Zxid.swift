/// An epoch: the reign of one leader. Never reused, which is rule `epochIsFresh`.
public typealias Epoch = UInt32

/// The number of a transaction: the epoch of the leader that proposed it, and its place in that epoch.
///
/// The order of zxids is the order of all writes. Counter 0 names the epoch itself (NEWLEADER carries
/// `E:0`); the first transaction is `E:1`. Printed as `2:7`; ZooKeeper's logs show the same number as
/// `0x200000007` (`ZxidUtils`).
public struct Zxid: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    public init(epoch: Epoch, counter: UInt32) {
        rawValue = UInt64(epoch) << 32 | UInt64(counter)
    }

    /// Before the first transaction.
    public static let zero = Zxid(rawValue: 0)

    public var epoch: Epoch { Epoch(truncatingIfNeeded: rawValue >> 32) }
    public var counter: UInt32 { UInt32(truncatingIfNeeded: rawValue) }

    /// The next transaction of the same epoch.
    public var next: Zxid { Zxid(rawValue: rawValue + 1) }

    /// Whether `self` may stand directly behind `previous` in a history: the next counter of the same
    /// epoch, or the first transaction of a later one (TLA+ `proposalInconsistent`).
    public func follows(_ previous: Zxid) -> Bool {
        epoch == previous.epoch
            ? previous.counter < .max && counter == previous.counter + 1
            : epoch > previous.epoch && counter == 1
    }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    public var description: String { "\(epoch):\(counter)" }

    /// ZooKeeper's spelling, as its logs and `stat` show it.
    public var hexadecimal: String { "0x" + String(rawValue, radix: 16) }

    /// Reads `2:7` or `0x200000007`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        if text.hasPrefix("0x") {
            guard let value = UInt64(text.dropFirst(2), radix: 16) else { return nil }
            self.init(rawValue: value)
        } else {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, let epoch = Epoch(parts[0]), let counter = UInt32(parts[1])
            else { return nil }
            self.init(epoch: epoch, counter: counter)
        }
    }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let zxid = Zxid(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "no zxid: \(text)"))
        }
        self = zxid
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
