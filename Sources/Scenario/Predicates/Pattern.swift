public import Trace
public import Zab

/// The shape of an event: who does what, with as many details as the author gave.
public struct Pattern: Hashable, Sendable {
    /// Only the n-th match counts, from 1; nil for each.
    public var ordinal: Int?
    public var subject: Subject
    public var verb: PatternVerb
    public var kind: MessageKind?
    public var zxid: Zxid?
    public var epoch: Epoch?
    /// Where the message comes from; in a loss, who sent it.
    public var from: ServerSelector?
    /// The other server: receiver, candidate, learner, acknowledger.
    public var other: ServerSelector?
    /// A role, phase, mode, timer, path, outcome or the beginning of an operation.
    public var word: String?
    public var reason: String?

    public enum Subject: Hashable, Sendable {
        case server(ServerSelector)
        case client(Lane)
        /// For losses, which belong to nobody.
        case nobody
    }

    public init(_ subject: Subject, _ verb: PatternVerb) {
        self.subject = subject
        self.verb = verb
    }
}
