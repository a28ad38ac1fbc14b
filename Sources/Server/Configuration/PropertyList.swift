/// One `key=value` of a file in the syntax of Java's `Properties.load`.
struct Property: Hashable, Sendable {
    var key: String
    var value: String
    /// The line on which it begins, from 1.
    var line: Int
}

/// Reads Java's properties syntax: `#` and `!` comments; `=`, `:` or white space after the key; a
/// backslash at the end continues a line; `\t \n \r \f \uXXXX` and `\` before anything else.
struct PropertyList {
    private(set) var properties: [Property] = []
    /// Lines that cannot be read, with the reason.
    private(set) var broken: [(line: Int, reason: String)] = []

    /// Bytes are UTF-8; where they are not, ISO 8859-1, which Java takes them for always.
    init(_ bytes: [UInt8]) {
        self.init(
            String(validating: bytes, as: UTF8.self)
                ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })))
    }

    init(_ text: String) {
        var logical: [Unicode.Scalar] = []
        var start: Int?
        for (index, natural) in Self.lines(of: text).enumerated() {
            let content = natural.drop(while: Self.isSpace)
            if start == nil {
                guard let first = content.first, first != "#", first != "!" else { continue }
            }
            start = start ?? index + 1
            // An odd number of backslashes at the end: the last one joins the next line.
            let joins = content.reversed().prefix { $0 == "\\" }.count % 2 == 1
            logical += joins ? content.dropLast() : content
            guard !joins else { continue }
            read(logical, line: start ?? index + 1)
            (logical, start) = ([], nil)
        }
        if let start { read(logical, line: start) }
    }

    private static func lines(of text: String) -> [ArraySlice<Unicode.Scalar>] {
        let scalars = Array(text.unicodeScalars)
        var lines: [ArraySlice<Unicode.Scalar>] = []
        var begin = 0
        for (index, scalar) in scalars.enumerated() where scalar == "\n" || scalar == "\r" {
            // The second half of CR LF ends nothing.
            if scalar == "\n", index > 0, scalars[index - 1] == "\r" {
                begin = index + 1
                continue
            }
            lines.append(scalars[begin..<index])
            begin = index + 1
        }
        return lines + [scalars[begin...]]
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\u{c}"
    }

    private mutating func read(_ scalars: [Unicode.Scalar], line: Int) {
        var end = 0
        while end < scalars.count, !Self.isSpace(scalars[end]), scalars[end] != "=",
            scalars[end] != ":"
        {
            end += scalars[end] == "\\" ? 2 : 1
        }
        end = min(end, scalars.count)
        var rest = scalars[end...].drop(while: Self.isSpace)
        if rest.first == "=" || rest.first == ":" {
            rest = rest.dropFirst().drop(while: Self.isSpace)
        }
        guard let key = Self.unescaped(scalars[..<end]), let value = Self.unescaped(rest) else {
            broken.append((line, "\\u is followed by four hexadecimal digits"))
            return
        }
        properties.append(Property(key: key, value: value, line: line))
    }

    private static func unescaped(_ scalars: ArraySlice<Unicode.Scalar>) -> String? {
        var units: [UInt16] = []
        var rest = scalars
        while let scalar = rest.popFirst() {
            guard scalar == "\\", let escaped = rest.popFirst() else {
                units += Character(scalar).utf16
                continue
            }
            switch escaped {
            case "t": units.append(0x09)
            case "n": units.append(0x0A)
            case "r": units.append(0x0D)
            case "f": units.append(0x0C)
            case "u":
                let digits = rest.prefix(4)
                guard digits.count == 4, digits.allSatisfy(\.properties.isASCIIHexDigit),
                    let unit = UInt16(String(String.UnicodeScalarView(digits)), radix: 16)
                else { return nil }
                rest = rest.dropFirst(4)
                units.append(unit)
            default: units += Character(escaped).utf16
            }
        }
        return String(decoding: units, as: UTF16.self)
    }
}

/// Without white space at either end, as Java's `String.trim`.
package func trimming(_ text: some StringProtocol) -> String {
    let isBlank: (Unicode.Scalar) -> Bool = { $0.value <= 0x20 }
    let head = text.unicodeScalars.drop(while: isBlank)
    guard let last = head.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(String.UnicodeScalarView(head[...last]))
}
