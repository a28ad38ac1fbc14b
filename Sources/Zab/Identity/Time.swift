/// A point in time or a span of it, in nanoseconds; the core never asks a clock, a driver tells it.
public struct Time: Hashable, Comparable, Sendable, CustomStringConvertible {
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static let zero = Time(nanoseconds: 0)
    public static func nanoseconds(_ count: Int64) -> Time { Time(nanoseconds: count) }
    public static func microseconds(_ count: Int64) -> Time { Time(nanoseconds: count * 1_000) }
    public static func milliseconds(_ count: Int64) -> Time { Time(nanoseconds: count * 1_000_000) }
    public static func seconds(_ count: Int64) -> Time { milliseconds(count * 1_000) }

    /// Whole milliseconds, rounded down.
    public var milliseconds: Int64 { nanoseconds / 1_000_000 }

    public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }
    public static func + (left: Self, right: Self) -> Time {
        Time(nanoseconds: left.nanoseconds + right.nanoseconds)
    }
    public static func - (left: Self, right: Self) -> Time {
        Time(nanoseconds: left.nanoseconds - right.nanoseconds)
    }
    public static func * (left: Self, right: Int64) -> Time {
        Time(nanoseconds: left.nanoseconds * right)
    }

    /// `1.234567s`, without trailing zeros.
    public var description: String {
        let (whole, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        var digits = String(rest)
        digits = String(repeating: "0", count: 9 - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return (nanoseconds < 0 ? "-" : "") + "\(whole)" + (digits.isEmpty ? "" : "." + digits)
            + "s"
    }
}
