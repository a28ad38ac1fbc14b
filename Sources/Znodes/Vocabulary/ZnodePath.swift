/// Where a znode is: `/lock/request-0000000003`.
///
/// Two paths are the same when their UTF-8 bytes are (Swift's `String` would also equate an accented
/// letter with its decomposed form, ZooKeeper does not), and they are ordered by these bytes. Any text
/// makes a path; `validate()` says whether a znode may be called so.
public struct ZnodePath: Sendable {
    public let text: String
    let tag: PathTag

    public init(_ text: String) {
        var text = text
        tag = text.withUTF8(PathTag.init)
        self.text = text
    }

    public static let root = ZnodePath("/")

    public var isRoot: Bool { text.utf8.count == 1 && text.utf8.first == Self.slash }

    /// The path without its last component. The root, and anything without a slash, lies in the root.
    public var parent: ZnodePath {
        guard let slash = lastSlash, slash > text.startIndex else { return .root }
        return ZnodePath(String(text[..<slash]))
    }

    /// The last component; empty for the root.
    public var name: String {
        guard let slash = lastSlash else { return text }
        return String(text[text.utf8.index(after: slash)...])
    }

    public func appending(_ name: String) -> ZnodePath {
        ZnodePath(isRoot ? "/" + name : text + "/" + name)
    }

    /// How many components the path has.
    public var depth: Int { isRoot ? 0 : withBytes { $0.count { $0 == Self.slash } } }

    var hasSlash: Bool { lastSlash != nil }
    var hasNull: Bool { withBytes { $0.contains(0) } }

    /// Sought among the bytes: text walks over its characters at some ten times the cost.
    private var lastSlash: String.Index? {
        let position = withBytes { $0.lastIndex(of: Self.slash) }
        return position.map { text.utf8.index(text.startIndex, offsetBy: $0) }
    }

    static let slash = UInt8(ascii: "/")
}

extension ZnodePath {
    /// Why no znode may have this path, or nil (`PathUtils.validatePath`).
    public func validate() -> ErrorCode? {
        if isRoot || isPlain { return nil }
        guard text.utf8.first == Self.slash, text.utf8.last != Self.slash else {
            return .badArguments
        }
        if !text.unicodeScalars.allSatisfy(Self.isAllowed) { return .badArguments }
        for component in text.utf8.dropFirst().split(
            separator: Self.slash, omittingEmptySubsequences: false)
        where component.isEmpty || component.elementsEqual(".".utf8)
            || component.elementsEqual("..".utf8)
        {
            return .badArguments
        }
        return nil
    }

    /// Whether it is, at one look, a path of printable ASCII without a component that is empty or begins
    /// with a dot: nearly every path is.
    private var isPlain: Bool {
        withBytes { bytes in
            guard bytes.first == Self.slash, bytes.last != Self.slash else { return false }
            var previous: UInt8 = 0
            for byte in bytes {
                guard byte >= 0x20, byte < 0x7F else { return false }
                if previous == Self.slash, byte == Self.slash || byte == UInt8(ascii: ".") {
                    return false
                }
                previous = byte
            }
            return true
        }
    }

    /// Java looks at UTF-16 units, where everything above U+FFFF is a pair of forbidden surrogates.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0x9F, 0xD800...0xF8FF, 0xFFF0...: false
        default: true
        }
    }
}

extension ZnodePath: Comparable, SortedKey {
    public static func == (left: Self, right: Self) -> Bool {
        if left.tag != right.tag { return false }
        return left.withBytes { left in
            right.withBytes { right in
                left.count == right.count && commonPrefix(left, right) == left.count
            }
        }
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.withBytes { left in
            right.withBytes { right in
                let common = commonPrefix(left, right)
                if common == left.count || common == right.count { return left.count < right.count }
                return left[common] < right[common]
            }
        }
    }

    /// How many bytes agree. Siblings agree in their parent's whole path, so it goes word by word.
    static func commonPrefix(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Int {
        let (left, right) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
        let end = min(left.count, right.count)
        var index = 0
        while index + 8 <= end {
            let difference =
                left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                ^ right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if difference != 0 {
                return index + difference.littleEndian.trailingZeroBitCount / 8
            }
            index += 8
        }
        while index < end, left[index] == right[index] { index += 1 }
        return index
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(tag) }

    /// FNV-1a over the bytes.
    public var spread: UInt64 {
        withBytes { bytes in
            var bits: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in bytes { bits = (bits ^ UInt64(byte)) &* 0x100_0000_01B3 }
            return bits.stirred
        }
    }

    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        guard let result = text.utf8.withContiguousStorageIfAvailable(body) else {
            preconditionFailure("a path is made contiguous when it is made")
        }
        return result
    }
}

extension ZnodePath: ExpressibleByStringLiteral, CustomStringConvertible {
    public init(stringLiteral text: String) { self.init(text) }

    public var description: String { text }
}

extension ZnodePath: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
