public import Trace
import Zab

/// Messages between servers by kind and ends; what is nil is left open.
public struct MessageFilter: Hashable, Sendable, CustomStringConvertible {
    public var kind: MessageKind?
    public var from: Target?
    public var to: Target?

    public init(_ kind: MessageKind? = nil, from: Target? = nil, to: Target? = nil) {
        self.kind = kind
        self.from = from
        self.to = to
    }

    public var description: String {
        (kind?.rawValue ?? "messages") + (from.map { " from \($0)" } ?? "")
            + (to.map { " to \($0)" } ?? "")
    }
}

/// A filter whose ends are the servers that were meant when it was set.
struct ResolvedFilter: Hashable, Sendable {
    let filter: MessageFilter
    let from: [Int]?
    let to: [Int]?

    func matches(_ kind: MessageKind, from: Int, to: Int) -> Bool {
        (filter.kind == nil || filter.kind == kind) && self.from?.contains(from) != false
            && self.to?.contains(to) != false
    }
}

extension World {
    func resolve(_ filter: MessageFilter) -> ResolvedFilter {
        ResolvedFilter(
            filter: filter, from: filter.from.map { places([$0]) },
            to: filter.to.map { places([$0]) })
    }
}
