/// The world's dice: a small generator whose state is one number, so that it can be part of a value
/// (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
public struct SplitMix64: Hashable, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// Evenly from `0 ..< bound`.
    public mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "a number below \(bound)")
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    public mutating func pick(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// One of the elements; the collection is not empty.
    public mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// True `count` times in `of`.
    public mutating func chance(_ count: Int, in total: Int) -> Bool { below(total) < count }

    /// Dice of their own, so that throwing them more or less often changes nothing elsewhere.
    public mutating func split() -> SplitMix64 { SplitMix64(seed: next()) }
}
