import Zab

extension StepInput {
    /// What happened, in a few words, as the head line of a step shows it.
    public var text: String {
        switch self {
        case .start(let accepted, let current, let last, let snapshot):
            "starts with epoch \(current), promised \(accepted), log to \(last)"
                + (snapshot == .zero ? "" : ", snapshot at \(snapshot)")
        case .receive(let message): "receives \(message.summary) from \(message.from)"
        case .connected(let other): "connected to \(other)"
        case .disconnected(let other, let why):
            "disconnected from \(other): \(Wording.reason(why))"
        case .timer(let name): "timer \(name)"
        case .durable(let zxid): "durable \(zxid)"
        case .durableEpochs(let accepted, let current):
            "durable epochs: promised \(accepted), current \(current)"
        case .durableSnapshot(let zxid): "durable snapshot \(zxid)"
        case .snapshotSent(let learner): "snapshot sent to \(learner)"
        case .crash(let power, let lost):
            (power ? "loses power" : "crashes")
                + (lost.isEmpty
                    ? "" : ", losing \(lost.map { "\($0)" }.joined(separator: " "))")
        case .call(_, let text, _, _): "calls \(text)"
        case .lost(let message, let why):
            "lost \(message.summary) from \(message.from) to \(message.to): \(why.explanation)"
        case .command(let text): "* \(text)"
        }
    }
}
