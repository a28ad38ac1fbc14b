import Testing

@testable import Server

@Suite struct `Summaries` {
    @Test func `nothing measured is all zero`() {
        let spread = Spread()
        #expect(spread.count == 0 && spread.sum == 0 && spread.min == 0 && spread.max == 0)
        #expect(spread.average == 0)
        #expect(Summary().quantile(0.5) == 0)
    }

    @Test func `least, greatest and mean, to four places`() {
        var spread = Spread()
        for value in [3, 1, 1, -5] { spread.add(value) }
        #expect(spread.min == 1 && spread.max == 3 && spread.sum == 5 && spread.count == 3)
        #expect(spread.average == 1.6667)
    }

    @Test func `a negative value is none`() {
        var summary = Summary()
        for value in [3, 1, 1, -5] { summary.add(value) }
        #expect(summary.spread.count == 3)
        #expect(summary.quantile(1) == 3)
    }

    @Test(arguments: [0.01, 0.5, 0.95, 0.99, 0.999, 1])
    func `a percentile is at most an eighth too low`(
        share: Double
    ) {
        var summary = Summary()
        let values = (1...5_000).map { $0 * $0 % 90_001 }
        for value in values { summary.add(value) }
        let exact = values.sorted()[Int((share * 5_000).rounded(.up)) - 1]
        let told = summary.quantile(share)
        #expect(told <= exact)
        #expect(Double(told) >= Double(exact) * 7 / 8)
    }

    @Test func `small values are exact, and the largest one has a place`() {
        var small = Summary()
        for value in 0..<16 { small.add(value) }
        #expect((1...16).map { small.quantile(Double($0) / 16) } == Array(0..<16))
        var large = Summary()
        large.add(.max)
        #expect(large.quantile(0.5) == .max)
    }

    @Test func `sizes begin at minus one`() {
        var sizes = SizeRange()
        #expect("\(sizes)" == "-1/-1/-1")
        for size in [50, 48, 96] { sizes.add(size) }
        #expect("\(sizes)" == "96/48/96")
    }
}

@Suite struct `Calendar time` {
    @Test(arguments: [
        (0, "Thu Jan 01 00:00:00 UTC 1970", "1970-01-01T00:00:00.000Z"),
        (1_795_362_364_000, "Sun Nov 22 15:46:04 UTC 2026", "2026-11-22T15:46:04.000Z"),
        (951_782_400_007, "Tue Feb 29 00:00:00 UTC 2000", "2000-02-29T00:00:00.007Z"),
        (4_107_542_399_099, "Sun Feb 28 23:59:59 UTC 2100", "2100-02-28T23:59:59.099Z"),
        (4_107_542_400_000, "Mon Mar 01 00:00:00 UTC 2100", "2100-03-01T00:00:00.000Z"),
        (-1, "Wed Dec 31 23:59:59 UTC 1969", "1969-12-31T23:59:59.999Z"),
    ]) func `a moment as Java and RFC 3339 write it`(
        milliseconds: Int64, java: String, timestamp: String
    ) {
        let time = CalendarTime(milliseconds: milliseconds)
        #expect(time.javaDate == java)
        #expect(time.timestamp == timestamp)
    }

    @Test func `to the minute`() {
        #expect(CalendarTime(milliseconds: 1_735_494_899_999).upToMinute == "2024-12-29 17:54 UTC")
    }
}
