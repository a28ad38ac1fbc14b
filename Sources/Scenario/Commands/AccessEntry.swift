/// One entry of an access control list as zkCli spells it, `SCHEME:ID:PERMISSIONS`: `world:anyone:r`,
/// `auth::cdrwa`, `digest:alice:secret:rw`.
public struct AccessEntry: Hashable, Sendable, CustomStringConvertible {
    public var scheme: String
    public var id: String
    /// Letters of `cdrwa`: create, delete, read, write, admin.
    public var permissions: String

    /// Nil when the text has another form. Whether the scheme exists is the server's business.
    public init?(_ text: String) {
        guard let first = text.firstIndex(of: ":"), let last = text.lastIndex(of: ":"),
            first < last, first > text.startIndex
        else { return nil }
        scheme = String(text[..<first])
        id = String(text[text.index(after: first)..<last])
        permissions = String(text[text.index(after: last)...])
        guard !permissions.isEmpty, permissions.allSatisfy("cdrwa".contains) else { return nil }
    }

    public var description: String { "\(scheme):\(id):\(permissions)" }
}
