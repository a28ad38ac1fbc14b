import Zab

extension StepEffect {
    /// What was done, in a few words, as the indented lines of a step show it.
    public var text: String {
        switch self {
        case .send(let message): "send \(message.summary) to \(message.to)"
        case .connect(let other): "connect to \(other)"
        case .disconnect(let other): "disconnect from \(other)"
        case .startTimer(let name, let after): "start timer \(name) \(Wording.duration(after))"
        case .cancelTimer(let name): "cancel timer \(name)"
        case .append(let zxid, _, let text): "append \(zxid) \(text)"
        case .truncate(let zxid, let removed):
            "truncate to \(zxid)"
                + (removed.isEmpty
                    ? "" : ", removing \(removed.map { "\($0)" }.joined(separator: " "))")
        case .flush: "flush"
        case .record(let accepted, let current): "record promised \(accepted), current \(current)"
        case .saveSnapshot(let zxid): "save snapshot at \(zxid)"
        case .propose(let zxid, _, let text, _, _): "propose \(zxid) \(text)"
        case .deliver(let zxid, _, let text, let changes):
            "deliver \(zxid): \(changes.isEmpty ? text : changes.joined(separator: "; "))"
        case .installSnapshot(let zxid, let leader): "install snapshot at \(zxid) from \(leader)"
        default: decisionText ?? clientText
        }
    }

    /// The text of a decision or refusal with its reason; nil for anything else.
    private var decisionText: String? {
        switch self {
        case .look(let round, let why): "look for a leader, round \(round)\(because(why))"
        case .vote(let leader, let zxid, let epoch, let why):
            "vote for \(Wording.candidate(leader, zxid, epoch))\(because(why))"
        case .elect(let leader, let zxid, let epoch, let by, let why):
            "elect \(Wording.candidate(leader, zxid, epoch)) by \(Wording.list(by))\(because(why))"
        case .chooseEpoch(let epoch, let quorum, let why):
            "choose epoch \(epoch) with \(Wording.list(quorum))\(because(why))"
        case .promise(let epoch, let leader, let why):
            "promise epoch \(epoch) to \(leader)\(because(why))"
        case .synchronize(let learner, let mode, let from, let to, let why):
            "synchronize \(learner) by \(mode.rawValue) from \(from) to \(to)\(because(why))"
        case .establish(let epoch, let quorum, let history, let why):
            "establish epoch \(epoch) with \(Wording.list(quorum)), history to \(history)"
                + because(why)
        case .countAck(let zxid, let server, let acks, let needs):
            "count ACK \(zxid) by \(server): \(acks) of \(needs) needed"
        case .commit(let zxid, let quorum, let why):
            "commit \(zxid) with \(Wording.list(quorum))\(because(why))"
        case .giveUp(let why): "give up\(because(why))"
        case .drop(let learner, let why): "drop \(learner)\(because(why))"
        case .ignore(let why): "ignore\(because(why))"
        case .serve(let role, let epoch): "serve clients, \(role.rawValue) in epoch \(epoch)"
        case .retire(let why): "stop serving clients\(because(why))"
        default: nil
        }
    }

    private var clientText: String {
        switch self {
        case .session(let id, let change): "session \(id) \(change.rawValue)"
        case .closeClient(let client, let why): "close \(client)\(because(why))"
        case .clientState(let state, let server, let session):
            "\(state.rawValue)\(server.map { " to \($0)" } ?? ""), session \(session)"
        case .answered(let id, let outcome):
            "answered call \(id.xid): \(outcome.error ?? outcome.text) (\(outcome.zxid))"
        case .unknown(let id): "outcome of call \(id.xid) unknown"
        case .notified(let event, let path): "notified: \(event) \(path)"
        default: ""
        }
    }

    private func because(_ why: String) -> String {
        why.isEmpty ? "" : " (\(Wording.reason(why)))"
    }
}
