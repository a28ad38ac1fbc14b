/// `00 00 00 08`: hexadecimal digits, spaces anywhere.
func hex(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

func big(_ value: Int32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
}

/// The bytes with their length before them.
func framed(_ body: [UInt8]) -> [UInt8] { big(Int32(body.count)) + body }

/// A request's frame.
func request(_ xid: Int32, _ type: Int32, _ body: [UInt8] = []) -> [UInt8] {
    framed(big(xid) + big(type) + body)
}

func text(_ text: String) -> [UInt8] { framed(Array(text.utf8)) }

/// Dice for the tests that throw some: the same every time (SplitMix64).
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
