/// What someone does to the line, as far as the shell knows it.
enum ShellKey: Equatable {
    case character(Character)
    case enter, tab, backspace, delete
    case left, right, up, down, home, end
    case wordLeft, wordRight
    /// Ctrl-K, Ctrl-U, Ctrl-W, Ctrl-R, Ctrl-L.
    case cutToEnd, cutToStart, cutWord, search, redraw
    /// Ctrl-C: no more of this line; Ctrl-D: the end, or the next character's; Ctrl-G and escape.
    case interrupt, endOfInput, cancel

    private static let controls: [UInt8: ShellKey] = [
        0x01: .home, 0x02: .left, 0x03: .interrupt, 0x04: .endOfInput, 0x05: .end, 0x06: .right,
        0x07: .cancel, 0x08: .backspace, 0x09: .tab, 0x0A: .enter, 0x0B: .cutToEnd, 0x0C: .redraw,
        0x0D: .enter, 0x0E: .down, 0x10: .up, 0x12: .search, 0x15: .cutToStart, 0x17: .cutWord,
        0x7F: .backspace,
    ]
    private static let sequences: [String: ShellKey] = [
        "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end, "1~": .home,
        "3~": .delete, "4~": .end, "7~": .home, "8~": .end, "1;5C": .wordRight, "1;5D": .wordLeft,
        "1;3C": .wordRight, "1;3D": .wordLeft,
    ]

    /// Takes the first key from the front of some bytes: nil where its rest has not arrived. Sequences
    /// that mean nothing here are swallowed.
    static func next(from bytes: inout ArraySlice<UInt8>) -> ShellKey? {
        while let first = bytes.first {
            if first == 0x1B {
                guard let length = escapeLength(bytes) else { return nil }
                let sequence = bytes.prefix(length)
                bytes = bytes.dropFirst(length)
                if let key = escape(sequence) { return key }
            } else if first < 0x20 || first == 0x7F {
                bytes.removeFirst()
                if let key = controls[first] { return key }
            } else {
                let length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
                if bytes.count < length { return nil }
                let text = String(validating: bytes.prefix(length), as: UTF8.self)
                bytes = bytes.dropFirst(text == nil ? 1 : length)
                if let character = text?.first { return .character(character) }
            }
        }
        return nil
    }

    private static func escapeLength(_ bytes: ArraySlice<UInt8>) -> Int? {
        let tail = bytes.dropFirst()
        switch tail.first {
        // Keys that send more send all of it at once, so what stands alone is the key itself.
        case nil, 0x1B: return 1
        case UInt8(ascii: "["):
            guard let end = tail.dropFirst().firstIndex(where: { (0x40...0x7E).contains($0) })
            else { return bytes.count > 32 ? bytes.count : nil }
            return end - bytes.startIndex + 1
        case UInt8(ascii: "O"): return bytes.count < 3 ? nil : 3
        default: return 2
        }
    }

    private static func escape(_ sequence: ArraySlice<UInt8>) -> ShellKey? {
        let tail = sequence.dropFirst()
        switch tail.first {
        case nil: return .cancel
        case UInt8(ascii: "["), UInt8(ascii: "O"):
            return sequences[String(decoding: tail.dropFirst(), as: UTF8.self)]
        case UInt8(ascii: "b"): return .wordLeft
        case UInt8(ascii: "f"): return .wordRight
        case 0x7F: return .cutWord
        default: return nil
        }
    }
}
