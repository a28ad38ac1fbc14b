/// Cuts the bytes that a terminal sends into keys. Unknown sequences are swallowed whole.
struct KeyDecoder {
    private var pending: [UInt8] = []

    /// An escape with nothing behind it is a key only once nothing follows for a moment.
    var awaitsMore: Bool { !pending.isEmpty }

    mutating func keys(from bytes: some Sequence<UInt8>) -> [Key] {
        pending += bytes
        var keys: [Key] = []
        while let (key, length) = next() {
            pending.removeFirst(length)
            if let key { keys.append(key) }
        }
        return keys
    }

    /// Called when the input has been silent: what is there is all there is.
    mutating func flush() -> [Key] {
        let isEscape = pending.first == 0x1B
        pending = []
        return isEscape ? [.escape] : []
    }

    /// The first key and how many bytes it takes; nil while it is incomplete.
    private func next() -> (Key?, Int)? {
        guard let first = pending.first else { return nil }
        switch first {
        case 0x1B: return escape()
        case 0x03: return (.interrupt, 1)
        case 0x0C: return (.refresh, 1)
        case 0x15: return (.clear, 1)
        case 0x1A: return (.suspend, 1)
        case 0x0A, 0x0D: return (.enter, 1)
        case 0x09: return (.tab, 1)
        case 0x08, 0x7F: return (.backspace, 1)
        case 0x00..<0x20: return (nil, 1)
        case 0x20..<0x80: return (.character(Character(Unicode.Scalar(first))), 1)
        default: return letter()
        }
    }

    private func letter() -> (Key?, Int)? {
        let length =
            switch pending[0] {
            case 0xC2..<0xE0: 2
            case 0xE0..<0xF0: 3
            case 0xF0..<0xF5: 4
            default: 1
            }
        guard pending.count >= length else { return nil }
        guard let text = String(validating: pending.prefix(length), as: UTF8.self),
            let character = text.first
        else { return (nil, 1) }
        return (.character(character), length)
    }

    private func escape() -> (Key?, Int)? {
        guard pending.count > 1 else { return nil }
        switch pending[1] {
        case UInt8(ascii: "["): return sequence()
        case UInt8(ascii: "O"):
            guard pending.count > 2 else { return nil }
            return (Self.finals[pending[2]], 3)
        case 0x1B: return (.escape, 1)
        default: return (nil, 2)
        }
    }

    /// `ESC [ parameters final`.
    private func sequence() -> (Key?, Int)? {
        var index = 2
        while index < pending.count, (0x20..<0x40).contains(pending[index]) { index += 1 }
        guard index < pending.count else { return index > 32 ? (nil, index) : nil }
        let final = pending[index]
        if final == UInt8(ascii: "~") {
            let number = pending[2..<index].prefix { (0x30..<0x3A).contains($0) }
                .reduce(0) { min(999, $0 * 10 + Int($1 - 0x30)) }
            return (Self.numbered[number], index + 1)
        }
        return (Self.finals[final], index + 1)
    }

    private static let finals: [UInt8: Key] = [
        UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right,
        UInt8(ascii: "D"): .left, UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
        UInt8(ascii: "Z"): .backTab, UInt8(ascii: "M"): .enter,
    ]
    private static let numbered: [Int: Key] = [
        1: .home, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    ]
}
