public import Trace

/// Messages by kind and ends; what is nil is left open.
public struct MessageSelector: Hashable, Sendable, CustomStringConvertible {
    public var kind: MessageKind?
    public var from: ServerSelector?
    public var to: ServerSelector?

    public init(kind: MessageKind? = nil, from: ServerSelector? = nil, to: ServerSelector? = nil) {
        self.kind = kind
        self.from = from
        self.to = to
    }

    public var description: String {
        (kind?.rawValue ?? "messages") + (from.map { " from \($0)" } ?? "")
            + (to.map { " to \($0)" } ?? "")
    }
}
