/// How long a transaction can become, known before it is made.
///
/// The edge lets no longer request in than `jute.maxbuffer`; but `auth` entries of an access control list
/// grow into one entry for each identity of the client, and a multi can hold many such lists.
extension Request {
    /// Throws MARSHALLINGERROR for a request whose transaction could be longer than any server would read.
    /// Java proposes it, and then no server can; a code that says "this cannot be encoded" fits best,
    /// and the client's connection need not end for it.
    func checkSize(for caller: Caller, limit: Int) throws(ErrorCode) {
        if transactionSize(for: caller) > limit { throw .marshallingError }
    }

    /// An upper bound, in bytes.
    private func transactionSize(for caller: Caller) -> Int {
        switch self {
        case .create(let request):
            Self.overhead + request.path.text.utf8.count + (request.data?.count ?? 0)
                + Self.size(of: request.acl, for: caller)
        case .setData(let request):
            Self.overhead + request.path.text.utf8.count + (request.data?.count ?? 0)
        case .setACL(let request):
            Self.overhead + request.path.text.utf8.count + Self.size(of: request.acl, for: caller)
        case .delete(let request): Self.overhead + request.path.text.utf8.count
        case .check(let request): Self.overhead + request.path.text.utf8.count
        case .multi(let request):
            request.operations.reduce(Self.overhead) { $0 + $1.transactionSize(for: caller) }
        default: Self.overhead
        }
    }

    /// The fields of fixed length, a sequence number and what surrounds an operation of a multi.
    private static let overhead = 64

    private static func size(of list: [ACL], for caller: Caller) -> Int {
        if list == ACL.open { return overhead }
        return list.reduce(0) { size, entry in
            let own = entry.identity.scheme == "auth" ? caller.identities : [entry.identity]
            return own.reduce(size) { $0 + 12 + $1.scheme.utf8.count + $1.id.utf8.count }
        }
    }
}
