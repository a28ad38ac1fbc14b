/// An Internet address, or all those that share its first bits: `10.1.2.3`, `10.0.0.0/8`, `fe80::/10`.
struct AddressRange {
    private let address: [UInt8]
    private let bits: Int

    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = Self.bytes(of: first) else { return nil }
        self.address = address
        guard parts.count == 2 else {
            bits = address.count * 8
            return
        }
        guard let bits = Int(parts[1]), (0...address.count * 8).contains(bits) else { return nil }
        self.bits = bits
    }

    /// False for what is no address, or one of the other family.
    func contains(_ text: String) -> Bool {
        guard let other = Self.bytes(of: text[...]), other.count == address.count else {
            return false
        }
        let whole = bits / 8
        guard other[..<whole] == address[..<whole] else { return false }
        let rest = bits % 8
        return rest == 0 || (other[whole] ^ address[whole]) >> (8 - rest) == 0
    }

    /// Four bytes or sixteen.
    private static func bytes(of text: Substring) -> [UInt8]? {
        text.contains(":") ? bytes6(of: text) : bytes4(of: text)
    }

    private static func bytes4(of text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let bytes = parts.compactMap { UInt8($0) }
        return bytes.count == 4 ? bytes : nil
    }

    /// RFC 4291, section 2.2. A zone (`%eth0`) says which link the address is on, not which address it is.
    private static func bytes6(of text: Substring) -> [UInt8]? {
        let address = text.prefix { $0 != "%" }
        guard let gap = address.firstRange(of: "::") else {
            let bytes = groups(of: address)
            return bytes?.count == 16 ? bytes : nil
        }
        guard let head = groups(of: address[..<gap.lowerBound]),
            let tail = groups(of: address[gap.upperBound...]), head.count + tail.count <= 14
        else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// Groups of up to four digits, between colons; the last may be an IPv4 address.
    private static func groups(of text: Substring) -> [UInt8]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, part.contains(".") {
                guard let last = bytes4(of: part) else { return nil }
                bytes += last
            } else {
                guard part.utf8.count <= 4, part.utf8.first != UInt8(ascii: "+"),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                bytes += [UInt8(group >> 8), UInt8(truncatingIfNeeded: group)]
            }
        }
        return bytes
    }
}
