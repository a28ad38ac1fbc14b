/// Least, greatest and mean of what was measured (`AvgMinMaxCounter`).
public struct Spread: Hashable, Sendable {
    public private(set) var count = 0
    public private(set) var sum = 0
    private var least = Int.max
    public private(set) var max = 0

    public init() {}

    /// 0 before the first value, as ZooKeeper has it.
    public var min: Int { count == 0 ? 0 : least }

    /// Rounded to four places; 0 before the first value.
    public var average: Double {
        count == 0 ? 0 : (Double(sum) / Double(count) * 10_000).rounded() / 10_000
    }

    /// Counts a value; a negative one, which a clock that is set back makes, is none.
    public mutating func add(_ value: Int) {
        guard value >= 0 else { return }
        count += 1
        sum &+= value
        least = Swift.min(least, value)
        max = Swift.max(max, value)
    }
}

/// A spread with percentiles (`AvgMinMaxPercentileCounter`).
///
/// Instead of a sample by chance, all values are counted, in eight classes to each power of two: a
/// percentile is at most an eighth too low.
public struct Summary: Hashable, Sendable {
    public private(set) var spread = Spread()
    private var classes: [Int] = []

    public init() {}

    /// Counts a value; a negative one is none.
    public mutating func add(_ value: Int) {
        guard value >= 0 else { return }
        spread.add(value)
        let index = Self.index(of: value)
        if index >= classes.count {
            classes += Array(repeating: 0, count: index + 1 - classes.count)
        }
        classes[index] += 1
    }

    /// The value that a share (0…1) of all values does not exceed; 0 before the first.
    public func quantile(_ share: Double) -> Int {
        var left = Int((share * Double(spread.count)).rounded(.up))
        for (index, number) in classes.enumerated() {
            left -= number
            if left <= 0, number > 0 { return max(spread.min, Self.floor(of: index)) }
        }
        return spread.max
    }

    /// Values below 16 have a class each; above, the leading bit and the three after it count.
    private static func index(of value: Int) -> Int {
        let shift = Int.bitWidth - value.leadingZeroBitCount - 4
        return shift <= 0 ? value : 8 * (shift + 1) + (value >> shift) - 8
    }

    /// The least value of a class.
    private static func floor(of index: Int) -> Int {
        index < 16 ? index : (index % 8 + 8) << (index / 8 - 1)
    }
}

/// The sizes of what was last sent, of the smallest and the largest (`BufferStats`); -1 before the first.
public struct SizeRange: Hashable, Sendable {
    public private(set) var last = -1
    public private(set) var min = -1
    public private(set) var max = -1

    public init() {}

    public mutating func add(_ size: Int) {
        last = size
        min = min < 0 ? size : Swift.min(min, size)
        max = Swift.max(max, size)
    }
}

extension SizeRange: CustomStringConvertible {
    public var description: String { "\(last)/\(min)/\(max)" }
}
