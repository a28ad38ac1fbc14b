public import Trace

/// What predicates look at, added up step by step: the servers before and after the last step, and what the
/// clients know.
public struct RunView: Hashable, Sendable {
    public private(set) var before: ClusterState
    public private(set) var after: ClusterState
    public private(set) var last: Step?
    /// In the order of first mention.
    private var clients: [Client] = []
    private var fold: StateFold

    public init(header: Header) {
        fold = StateFold(header: header)
        before = fold.states
        after = fold.states
    }

    public mutating func apply(_ step: Step) {
        before = after
        fold.apply(step)
        after = fold.states
        if step.at.kind == .client {
            update(step.at) { $0.apply(step) }
        }
        last = step
    }

    func facts(of client: Lane) -> ClientFacts {
        clients.first { $0.lane == client }?.facts ?? ClientFacts()
    }

    private mutating func update(_ client: Lane, _ body: (inout ClientFacts) -> Void) {
        if let index = clients.firstIndex(where: { $0.lane == client }) {
            body(&clients[index].facts)
        } else {
            var facts = ClientFacts()
            body(&facts)
            clients.append(Client(lane: client, facts: facts))
        }
    }

    private struct Client: Hashable {
        var lane: Lane
        var facts: ClientFacts
    }
}

/// What one client knows of its calls.
struct ClientFacts: Hashable {
    var open: [CallID] = []
    var lastCall: CallID?
    var lastOutcome: OutcomeRecord?
    /// Whether the last call was answered (true) or lost with its connection (false); nil while open.
    var lastAnswered: Bool?
    var answers: Int64 = 0
    var state = ClientState.disconnected

    mutating func apply(_ step: Step) {
        if case .call(let id, _, _, _) = step.input {
            open.append(id)
            lastCall = id
            lastAnswered = nil
        }
        for effect in step.effects {
            switch effect {
            case .answered(let id, let outcome): end(id, outcome)
            case .unknown(let id): end(id, nil)
            case .clientState(let state, _, _): self.state = state
            default: break
            }
        }
    }

    private mutating func end(_ id: CallID, _ outcome: OutcomeRecord?) {
        open.removeAll { $0 == id }
        if let outcome {
            answers += 1
            lastOutcome = outcome
        }
        if id == lastCall { lastAnswered = outcome != nil }
    }
}
