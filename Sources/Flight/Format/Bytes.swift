import Jute

/// Writing the fields of a record.
extension [UInt8] {
    mutating func put<Integer: FixedWidthInteger & UnsignedInteger>(fixed value: Integer) {
        var shift = Integer.bitWidth
        while shift > 0 {
            shift -= 8
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    mutating func put(_ value: UInt64) { putTogether { $0.put(value) } }

    mutating func put(signed value: Int64) { putTogether { $0.put(signed: value) } }

    @inline(__always)
    mutating func put(_ flag: Bool) { append(flag ? 1 : 0) }

    mutating func put(_ bytes: [UInt8]) {
        put(UInt64(bytes.count))
        append(contentsOf: bytes)
    }

    /// What `body` writes, behind its length. The length takes five bytes whatever it is, so that nothing has
    /// to be written beside first; readers do not mind.
    mutating func putWithLength(_ body: (inout JuteWriter) -> Void) {
        let start = count
        append(contentsOf: repeatElement(0, count: Self.lengthOfLength))
        JuteWriter.append(to: &self, body)
        let length = count - start - Self.lengthOfLength
        withUnsafeMutableBytes { bytes in
            for index in 0..<Self.lengthOfLength {
                let isLast = index == Self.lengthOfLength - 1
                bytes[start + index] =
                    UInt8(truncatingIfNeeded: length >> (7 * index) & 0x7F) | (isLast ? 0 : 0x80)
            }
        }
    }

    /// Enough for any body that fits into a frame.
    private static var lengthOfLength: Int { 5 }

    mutating func put(_ text: String) {
        put(UInt64(text.utf8.count))
        append(contentsOf: text.utf8)
    }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    /// From its bytes, most significant first.
    init(fixed bytes: ArraySlice<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | Self($1) }
    }
}

/// Takes the fields of records from the front of a block. Nothing that the bytes announce makes it
/// allocate more than they hold.
struct FieldReader {
    private let source: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { source = bytes }

    var isAtEnd: Bool { position == source.count }

    mutating func byte() throws(BadRecord) -> UInt8 {
        guard position < source.count else { throw BadRecord("a record ends early") }
        defer { position += 1 }
        return source[position]
    }

    mutating func number() throws(BadRecord) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try byte()
            guard shift < 63 || byte <= 1 else { throw BadRecord("a number is too long") }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    mutating func signed() throws(BadRecord) -> Int64 {
        let bits = try number()
        return Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1)
    }

    /// A number that must fit into the type.
    mutating func integer<Integer: FixedWidthInteger>(
        _ type: Integer.Type = Integer.self
    ) throws(BadRecord) -> Integer {
        let value = try number()
        guard let narrow = Integer(exactly: value) else {
            throw BadRecord("\(value) is too large for its field")
        }
        return narrow
    }

    mutating func signedInteger<Integer: FixedWidthInteger>(
        _ type: Integer.Type = Integer.self
    ) throws(BadRecord) -> Integer {
        let value = try signed()
        guard let narrow = Integer(exactly: value) else {
            throw BadRecord("\(value) is too large for its field")
        }
        return narrow
    }

    mutating func flag() throws(BadRecord) -> Bool {
        switch try byte() {
        case 0: false
        case 1: true
        case let other: throw BadRecord("\(other) is neither yes nor no")
        }
    }

    mutating func bytes() throws(BadRecord) -> [UInt8] {
        let count = try integer(Int.self)
        guard count <= source.count - position else { throw BadRecord("a record ends early") }
        defer { position += count }
        return Array(source[position..<position + count])
    }

    mutating func text() throws(BadRecord) -> String {
        let raw = try bytes()
        guard let text = String(validating: raw, as: UTF8.self) else {
            throw BadRecord("a text is not UTF-8")
        }
        return text
    }

    /// How many elements follow, each of at least one byte.
    mutating func count() throws(BadRecord) -> Int {
        let count = try integer(Int.self)
        guard count <= source.count - position else { throw BadRecord("a list ends early") }
        return count
    }
}

/// A record whose checksum is right and whose content makes no sense.
package struct BadRecord: Error {
    package let reason: String
    package init(_ reason: String) { self.reason = reason }
}
