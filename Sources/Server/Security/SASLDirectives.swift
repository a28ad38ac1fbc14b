/// The directives of a DIGEST-MD5 token: `name=value` or `name="value"`, with commas between them.
struct SASLDirectives {
    private var values: [String: [UInt8]] = [:]

    /// What makes a longer token is no password.
    private static let longest = 4_096

    /// Nil when the token is not of that form, or says something twice.
    init?(_ token: [UInt8]) {
        guard token.count <= Self.longest else { return nil }
        var rest = token[...]
        while true {
            rest = rest.drop { Self.isSpace($0) || $0 == UInt8(ascii: ",") }
            if rest.isEmpty { return }
            guard let equals = rest.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let name = String(decoding: rest[..<equals].filter { !Self.isSpace($0) }, as: UTF8.self)
            rest = rest[(equals + 1)...].drop(while: Self.isSpace)
            guard !name.isEmpty, let value = Self.value(&rest), values[name.lowercased()] == nil
            else { return nil }
            values[name.lowercased()] = value
            rest = rest.drop(while: Self.isSpace)
            guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { return nil }
        }
    }

    subscript(name: String) -> [UInt8]? { values[name] }

    func text(_ name: String) -> String? {
        values[name].flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// Takes a value from the front; nil for quotes that do not end.
    private static func value(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard rest.first == UInt8(ascii: "\"") else {
            let value = rest.prefix { $0 != UInt8(ascii: ",") && !isSpace($0) }
            rest = rest[value.endIndex...]
            return Array(value)
        }
        rest = rest.dropFirst()
        var value: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return value
            case UInt8(ascii: "\\"):
                guard let next = rest.popFirst() else { return nil }
                value.append(next)
            default: value.append(byte)
            }
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
