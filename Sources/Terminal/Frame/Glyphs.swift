/// The width of characters on screen, and their ASCII stand-ins.
enum Glyphs {
    /// Columns that a character takes: two for East Asian wide forms and emoji, none for what combines
    /// with the character before.
    static func width(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if first.value < 0x300 { return 1 }
        if first.properties.isEmojiPresentation { return 2 }
        switch first.value {
        case 0x300...0x36F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F:
            return 0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF,
            0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }

    static func width(_ text: String) -> Int {
        text.utf8.allSatisfy { $0 < 0x80 }
            ? text.utf8.count : text.reduce(0) { $0 + width($1) }
    }

    /// A trace may come from anywhere: no byte of it may steer the terminal.
    static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        return String(
            text.map { character in
                guard character.unicodeScalars.contains(where: isControl) else { return character }
                return character == "\n" || character == "\t" || character == "\r\n" ? " " : "·"
            })
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200B, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// One ASCII character for each column, so that nothing moves.
    static func ascii(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        var result = ""
        for character in text {
            if character.isASCII {
                result.append(character)
            } else if let known = substitutes[character] {
                result.append(known)
            } else {
                result += String(repeating: "?", count: width(character))
            }
        }
        return result
    }

    private static let substitutes: [Character: Character] = [
        "│": "|", "┊": ":", "╎": ":", "─": "-", "═": "=", "╌": ".", "┄": ".", "├": "|", "┤": "|",
        "┼": "+", "┬": "+", "┴": "+", "┌": "+", "┐": "+", "└": "+", "┘": "+", "▏": "|",
        "▶": ">", "◀": "<", "▷": ">", "◁": "<", "▸": ">", "‹": "-", "›": "-", "▾": "v", "→": ">",
        "←": "<", "↑": "^",
        "↓": "v", "■": "#", "▣": "@", "●": "*", "◉": "$", "▼": "v", "◇": "%", "•": "*", "×": "x",
        "✕": "X", "○": "o", "⋮": ":", "░": ":", "·": ".", "…": "~", "–": "-", "—": "-", "’": "'",
        "‘": "'", "“": "\"", "”": "\"", "≥": ">", "≤": "<", "≠": "!", "✓": "+", "✗": "x", "█": "_",
    ]
}
