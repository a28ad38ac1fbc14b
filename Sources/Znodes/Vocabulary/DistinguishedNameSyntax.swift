/// How the name of a certificate's subject is written (RFC 2253, and what else `X500Principal` reads):
/// `CN=client+UID=7,O="Acme, Inc.",C=DE`.
enum DistinguishedNameSyntax {
    /// Whether Java's server would take the text for a name. What stands behind the `=` is not looked into.
    static func isValid(_ text: String) -> Bool {
        guard let parts = attributes(of: text) else { return false }
        // Nothing at all names the subject without attributes.
        if parts.count == 1, parts[0].allSatisfy(isSpace) { return true }
        return parts.allSatisfy { part in
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { return false }
            return isType(trimmed(part[..<equals]))
        }
    }

    /// What stands between the separators, except those that are quoted or behind a backslash; nil where a
    /// quotation, or a backslash, has no end.
    private static func attributes(of text: String) -> [ArraySlice<UInt8>]? {
        let bytes = Array(text.utf8)
        var parts: [ArraySlice<UInt8>] = []
        var start = 0
        var isQuoted = false
        var isEscaped = false
        for (place, byte) in bytes.enumerated() {
            if isEscaped {
                isEscaped = false
                continue
            }
            switch byte {
            case UInt8(ascii: "\\"): isEscaped = true
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "+"):
                if isQuoted { continue }
                parts.append(bytes[start..<place])
                start = place + 1
            default: break
            }
        }
        return isQuoted || isEscaped ? nil : parts + [bytes[start...]]
    }

    /// A keyword in either case, or an object identifier such as `1.2.3`.
    private static func isType(_ bytes: ArraySlice<UInt8>) -> Bool {
        let name = String(decoding: bytes, as: UTF8.self).uppercased()
        if keywords.contains(name) { return true }
        let number = name.hasPrefix("OID.") ? name.dropFirst(4) : name[...]
        let arcs = number.split(separator: ".", omittingEmptySubsequences: false)
        return arcs.count > 1
            && arcs.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
    }

    private static let keywords: Set<String> = [
        "CN", "C", "L", "S", "ST", "O", "OU", "T", "IP", "STREET", "DC", "DNQUALIFIER", "DNQ",
        "SURNAME", "GIVENNAME", "INITIALS", "GENERATION", "EMAIL", "EMAILADDRESS", "UID",
        "SERIALNUMBER",
    ]

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let rest = bytes.drop(while: isSpace)
        return rest.prefix(rest.count - rest.reversed().prefix(while: isSpace).count)
    }
}
