public import Jute

/// One entry of an access control list: what an identity may do with a node.
public struct ACL: Hashable, Sendable {
    public var permissions: Permissions
    public var identity: Identity

    public init(_ permissions: Permissions, for identity: Identity) {
        self.permissions = permissions
        self.identity = identity
    }

    public struct Permissions: OptionSet, Hashable, Sendable {
        public let rawValue: Int32

        public init(rawValue: Int32) { self.rawValue = rawValue }

        public static let read = Permissions(rawValue: 1)
        public static let write = Permissions(rawValue: 2)
        public static let create = Permissions(rawValue: 4)
        public static let delete = Permissions(rawValue: 8)
        public static let admin = Permissions(rawValue: 16)
        public static let all: Permissions = [.read, .write, .create, .delete, .admin]
    }

    /// Everyone may do everything (`ZooDefs.Ids.OPEN_ACL_UNSAFE`): what a node has unless asked otherwise.
    public static let open = [ACL(.all, for: .anyone)]
    /// Everyone may read (`ZooDefs.Ids.READ_ACL_UNSAFE`).
    public static let readOnly = [ACL(.read, for: .anyone)]
}

extension ACL: Comparable {
    public static func < (left: Self, right: Self) -> Bool {
        (left.permissions.rawValue, left.identity) < (right.permissions.rawValue, right.identity)
    }
}

extension JuteReader {
    /// A list of entries, none for null. The one that nearly all requests have costs no more than looking at
    /// its bytes, and is the same array every time.
    mutating func accessList() throws(JuteError) -> [ACL] {
        if skip(ACL.openBytes) { return ACL.open }
        return try vector() ?? []
    }
}

extension ACL {
    fileprivate static let openBytes: [UInt8] = {
        var writer = JuteWriter()
        writer.vector(open)
        return writer.bytes
    }()
}

extension ACL: JuteRecord {
    public init(from reader: inout JuteReader) throws(JuteError) {
        permissions = Permissions(rawValue: try reader.int())
        identity = try reader.record()
    }

    public func write(to writer: inout JuteWriter) {
        writer.int(permissions.rawValue)
        writer.record(identity)
    }
}
