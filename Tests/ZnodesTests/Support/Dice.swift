/// Numbers that look random and are the same in every run (SplitMix64).
struct Dice {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }

    mutating func roll<Number: FixedWidthInteger>(_ range: ClosedRange<Number>) -> Number {
        let width = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Number(next() % width)
    }

    mutating func flip() -> Bool { roll(0...1) == 1 }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[roll(0...elements.count - 1)]
    }
}
