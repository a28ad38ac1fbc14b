public import Jute

/// Who someone is, in the words of an authentication scheme (`Id`): `digest` and `user:hash`, say.
public struct Identity: Sendable {
    public var scheme: String
    public var id: String

    public init(scheme: String, id: String) {
        self.scheme = scheme
        self.id = id
    }

    public static let anyone = Identity(scheme: "world", id: "anyone")
}

/// By bytes, as Java compares them, and not by what looks the same.
extension Identity: Comparable, Hashable {
    public static func == (left: Self, right: Self) -> Bool {
        left.scheme.utf8.elementsEqual(right.scheme.utf8)
            && left.id.utf8.elementsEqual(right.id.utf8)
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.scheme.utf8.elementsEqual(right.scheme.utf8)
            ? left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
            : left.scheme.utf8.lexicographicallyPrecedes(right.scheme.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        for byte in scheme.utf8 { hasher.combine(byte) }
        hasher.combine(0xFF as UInt8)
        for byte in id.utf8 { hasher.combine(byte) }
    }
}

extension Identity: JuteRecord {
    /// Null fields are read as empty ones, which name nobody; but where the scheme says how an id looks, null
    /// is malformed, as Java's server finds when it looks at it.
    public init(from reader: inout JuteReader) throws(JuteError) {
        scheme = try reader.string() ?? ""
        let id = try reader.string()
        if id == nil, Self.schemesWithID.contains(scheme) {
            throw .malformed("an id of the scheme \(scheme) is null")
        }
        self.id = id ?? ""
    }

    private static let schemesWithID = ["world", "ip", "digest"]

    public func write(to writer: inout JuteWriter) {
        writer.string(scheme)
        writer.string(id)
    }
}
