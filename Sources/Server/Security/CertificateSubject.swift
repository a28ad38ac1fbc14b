/// The name of a certificate's owner as ZooKeeper has it: the subject in the form of RFC 2253
/// (`X509AuthenticationProvider.getClientId`, Java's `X500Principal.getName`).
///
/// `CN=alice,OU=Tests,C=DE`: the last part of the certificate's name first.
enum CertificateSubject {
    /// - Parameter der: the certificate (RFC 5280, 4.1); bytes that are none have no name: nil.
    static func name(in der: [UInt8]) -> String? {
        guard let certificate = DERValue(der), var fields = certificate[0]?.contents else {
            return nil
        }
        // A version is written only where it is not the first; serial number, algorithm, issuer and
        // validity stand before the subject.
        if fields.first?.tag == 0xA0 { fields.removeFirst() }
        guard fields.count > 4, let parts = fields[4].contents else { return nil }
        let names = parts.reversed().map(text(ofPart:))
        return names.contains(nil) ? nil : names.compactMap(\.self).joined(separator: ",")
    }

    /// Attributes that belong together, with `+` between them.
    private static func text(ofPart part: DERValue) -> String? {
        guard let attributes = part.contents, !attributes.isEmpty else { return nil }
        let texts = attributes.map { attribute -> String? in
            guard let type = attribute[0].flatMap(objectIdentifier), let value = attribute[1] else {
                return nil
            }
            guard let keyword = keywords[type], let text = value.text else {
                return "\(keywords[type] ?? type)=#\(hexadecimal(value.encoded))"
            }
            return "\(keyword)=\(escaped(text))"
        }
        return texts.contains(nil) ? nil : texts.compactMap(\.self).joined(separator: "+")
    }

    /// Those that RFC 2253 names; any other attribute is shown by its number and its bytes.
    private static let keywords = [
        "2.5.4.3": "CN", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST", "2.5.4.9": "STREET",
        "2.5.4.10": "O", "2.5.4.11": "OU", "0.9.2342.19200300.100.1.1": "UID",
        "0.9.2342.19200300.100.1.25": "DC",
    ]

    private static func objectIdentifier(_ value: DERValue) -> String? {
        guard value.tag == 6 else { return nil }
        var numbers: [UInt] = []
        var number: UInt = 0
        for byte in value.content {
            guard number <= UInt.max >> 7 else { return nil }
            number = number << 7 | UInt(byte & 0x7F)
            if byte & 0x80 != 0 { continue }
            if numbers.isEmpty {
                // The first two share one: 40 times the one and the other.
                numbers = [min(number / 40, 2), number - 40 * min(number / 40, 2)]
            } else {
                numbers.append(number)
            }
            number = 0
        }
        return numbers.map(String.init).joined(separator: ".")
    }

    /// As `sun.security.x509.AVA` escapes.
    private static func escaped(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        let isSpace: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\r" }
        let first = scalars.firstIndex { !isSpace($0) } ?? scalars.count
        let last = scalars.lastIndex { !isSpace($0) } ?? -1
        var result = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            if scalar == "\0" {
                result.append(contentsOf: "\\00".unicodeScalars)
                continue
            }
            if ",=+<>#;\"\\".unicodeScalars.contains(scalar) || index < first || index > last {
                result.append("\\")
            }
            result.append(scalar)
        }
        return String(result)
    }

    private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
