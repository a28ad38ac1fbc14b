/// How long a transaction can become, known before it is made.
///
/// The edge lets no longer request in than `jute.maxbuffer`; but `auth` entries of an access control list
/// grow into one entry for each identity of the client, and a multi can hold many such lists.
extension Request {
    /// Throws MARSHALLINGERROR for a request whose transaction could be longer than any server would read.
    /// Java proposes it, and then no server can; a code that says "this cannot be encoded" fits best,
    /// and the client's connection need not end for it.
    func checkSize(for caller: Caller, limit: Int) throws(ErrorCode) {
        if Transaction.headerLength + recordSize(for: caller) > limit { throw .marshallingError }
    }

    /// At least as many bytes as the record behind the transaction's header will have. Every field is counted
    /// as it is encoded: where many small operations share a multi, an allowance for each would be most of it.
    private func recordSize(for caller: Caller) -> Int {
        switch self {
        case .create(let request):
            // CreateTxn ends with a boolean and an integer, CreateTTLTxn with an integer and a long.
            Self.size(of: request.path) + Self.sequenceNumber + Self.size(of: request.data)
                + Self.size(of: request.acl, for: caller) + 4 + 8
        case .setData(let request): Self.size(of: request.path) + Self.size(of: request.data) + 4
        case .setACL(let request):
            Self.size(of: request.path) + Self.size(of: request.acl, for: caller) + 4
        case .delete(let request): Self.size(of: request.path)
        case .check(let request): Self.size(of: request.path) + 4
        case .multi(let request):
            // The type of each operation and the length of its record stand before it.
            request.operations.reduce(4) { $0 + 8 + $1.recordSize(for: caller) }
        // Those that clients cannot make long: an integer at most, or what is checked where it is made.
        default: 4
        }
    }

    /// The most that `ZnodePath.numbered` puts behind a path.
    private static let sequenceNumber = 11

    private static func size(of path: ZnodePath) -> Int { 4 + path.text.utf8.count }

    private static func size(of data: [UInt8]?) -> Int { 4 + (data?.count ?? 0) }

    private static func size(of list: [ACL], for caller: Caller) -> Int {
        list.reduce(4) { size, entry in
            let own = entry.identity.scheme == "auth" ? caller.identities : [entry.identity]
            return own.reduce(size) { $0 + 12 + $1.scheme.utf8.count + $1.id.utf8.count }
        }
    }
}
