/// How long answers are. A small question can have an answer of any length: many children, or the same data
/// asked for again and again in one multiRead.
extension Response {
    /// The longest body that a frame can announce behind its reply header, in bytes.
    static let longest = Int(Int32.max) - 16

    /// How many bytes `write` writes.
    var length: Int {
        switch self {
        case .created(let path, let stat): 4 + path.text.utf8.count + Self.size(of: stat)
        case .data(let data, _): 4 + (data?.count ?? 0) + Stat.length
        case .stat: Stat.length
        case .children(let names, let stat):
            names.reduce(4 + Self.size(of: stat)) { $0 + 4 + $1.utf8.count }
        case .acl(let acl, _):
            acl.reduce(4 + Stat.length) {
                $0 + 12 + $1.identity.scheme.utf8.count + $1.identity.id.utf8.count
            }
        case .multi(let results): results.reduce(MultiHeader.length) { $0 + $1.length }
        case .ephemerals(let paths): paths.reduce(4) { $0 + 4 + $1.text.utf8.count }
        case .whoAmI(let clients):
            clients.reduce(4) { $0 + 8 + $1.scheme.utf8.count + $1.user.utf8.count }
        case .synced(let path): 4 + path.text.utf8.count
        case .childrenNumber, .watchAdded, .session: 4
        case .done: 0
        }
    }

    private static func size(of stat: Stat?) -> Int { stat == nil ? 0 : Stat.length }
}

extension MultiResult {
    /// How many bytes `write` writes for it.
    var length: Int {
        switch self {
        case .done(_, let response): MultiHeader.length + response.length
        case .refused: MultiHeader.length + 4
        }
    }
}

extension Outcome {
    /// Itself, if a frame can hold it, else MARSHALLINGERROR: it cannot be encoded. Java's server loses the
    /// connection over it.
    var framed: Outcome {
        guard case .success(let response) = self, response.length > Response.longest else {
            return self
        }
        return .failure(.marshallingError)
    }
}
