extension StepEffect {
    /// A choice of the protocol, or a refusal: what `trace decisions` shows.
    public var isDecision: Bool {
        switch self {
        case .look, .vote, .elect, .chooseEpoch, .promise, .synchronize, .establish, .countAck,
            .commit, .giveUp, .drop, .ignore, .serve, .retire:
            true
        default: false
        }
    }

    /// Timers, heartbeats and what the leader notes of sessions, which the short form leaves out: that one
    /// was opened or closed is said by the transaction that does it.
    public var isRoutine: Bool {
        switch self {
        case .startTimer, .cancelTimer: true
        case .send(let message): message.kind.isHeartbeat
        case .session(_, let change): [.touched, .opened, .closed].contains(change)
        default: false
        }
    }
}

extension Step {
    /// A step that only keeps things going: a heartbeat or a timer with nothing but routine behind it.
    public var isRoutine: Bool {
        let routineInput =
            switch input {
            case .receive(let message), .lost(let message, _): message.kind.isHeartbeat
            case .timer: true
            default: false
            }
        return routineInput && effects.allSatisfy(\.isRoutine) && (state?.headline ?? "").isEmpty
    }
}

extension ServerState {
    /// The changes that make a headline: role, phase, leader, serving. Empty if none of them is set.
    var headline: String {
        var words: [String] = []
        if let role { words.append(role.rawValue) }
        if let phase, phase != .none { words.append("phase \(phase.rawValue)") }
        if let leader, leader != "none" { words.append("leader \(leader)") }
        return words.joined(separator: ", ")
    }
}
