#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A moment as year, month, day and time of day in UTC, from milliseconds since 1970.
public struct CalendarTime: Hashable, Sendable {
    public let year: Int64
    /// From 1.
    public let month: Int64
    public let day: Int64
    public let hour: Int64
    public let minute: Int64
    public let second: Int64
    public let millisecond: Int64
    /// 0 is Sunday.
    public let weekday: Int64

    public init(milliseconds: Int64) {
        let days = Self.floor(milliseconds, by: 86_400_000)
        let time = milliseconds - days * 86_400_000
        (hour, minute) = (time / 3_600_000, time / 60_000 % 60)
        (second, millisecond) = (time / 1_000 % 60, time % 1_000)
        weekday = (days % 7 + 11) % 7
        // Years that begin in March put the leap day last; 400 of them have 146,097 days.
        let shifted = days + 719_468
        let era = Self.floor(shifted, by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// As Java's `Date.toString`, in UTC: `Sun Nov 22 15:46:04 UTC 2026`.
    public var javaDate: String {
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        return "\(days[Int(weekday)]) \(months[Int(month) - 1]) \(two(day)) \(clock) UTC \(year)"
    }

    /// As in RFC 3339: `2026-11-22T15:46:04.123Z`.
    public var timestamp: String {
        "\(date)T\(clock).\(millisecond < 100 ? "0" : "")\(two(millisecond))Z"
    }

    /// To the minute: `2026-11-22 15:46 UTC`.
    public var upToMinute: String { "\(date) \(two(hour)):\(two(minute)) UTC" }

    private var date: String { "\(year)-\(two(month))-\(two(day))" }
    private var clock: String { "\(two(hour)):\(two(minute)):\(two(second))" }

    private func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func floor(_ number: Int64, by divisor: Int64) -> Int64 {
        (number - (number % divisor + divisor) % divisor) / divisor
    }
}

extension CalendarTime {
    public static var now: Self { Self(milliseconds: nowInMilliseconds) }

    /// Of the wall clock, since 1970.
    static var nowInMilliseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
