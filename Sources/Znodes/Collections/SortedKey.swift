/// A key of a `SortedMap`.
public protocol SortedKey: Hashable, Comparable, Sendable {
    /// Bits that look random but are the same in every process: equal for equal keys, and as unequal
    /// as possible otherwise. They shape the map, never its order.
    var spread: UInt64 { get }
}

extension Int64: SortedKey {
    public var spread: UInt64 { UInt64(bitPattern: self).stirred }
}

extension UInt64 {
    /// The finalizer of SplitMix64: every bit of the argument reaches every bit of the result.
    var stirred: UInt64 {
        var bits = self &+ 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }
}
