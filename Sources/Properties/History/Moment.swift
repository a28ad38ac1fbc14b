import Trace

/// The step that is being looked at, with what several properties want to know about it.
struct Moment {
    let step: Step
    /// The server's index; nil at a client or on the network.
    let server: Int?
    /// Whether the server refused the input: it ignored it, gave up, or closed a connection over
    /// it.
    let isRefused: Bool

    var n: Int { step.n }

    init(_ step: Step, _ membership: Membership) {
        self.step = step
        server = membership.index(of: step.at)
        isRefused = step.effects.contains {
            switch $0 {
            case .ignore, .giveUp, .drop, .disconnect, .look: true
            default: false
            }
        }
    }

    /// Whether the server's delivered history was replaced as a whole.
    var replacesDelivered: Bool {
        if case .start = step.input { return true }
        return step.effects.contains { if case .installSnapshot = $0 { true } else { false } }
    }

    /// Whether the server delivered something, or its delivered history was replaced.
    var changesDelivered: Bool {
        replacesDelivered
            || step.effects.contains { if case .deliver = $0 { true } else { false } }
    }
}
