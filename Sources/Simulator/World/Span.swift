public import Zab

/// A length of time between two bounds; what it is each time is up to the dice.
public struct Span: Hashable, Sendable {
    public var least: Time
    public var most: Time

    public init(_ least: Time, _ most: Time) {
        precondition(least <= most, "a span from \(least) to \(most)")
        self.least = least
        self.most = most
    }

    /// Always the same.
    public init(_ time: Time) { self.init(time, time) }

    func pick(_ dice: inout SplitMix64) -> Time {
        if least == most { return least }
        let width = Int(most.nanoseconds - least.nanoseconds)
        return Time(nanoseconds: least.nanoseconds + Int64(dice.below(width + 1)))
    }
}
