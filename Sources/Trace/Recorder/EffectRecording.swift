public import Replication
import Zab
import Znodes

/// Effects and inputs of a server.
extension Recorder {
    /// The record of an effect. Messages to servers and clients are recorded by whoever carries them,
    /// which knows their place on their link: for those, and for what leaves no mark, this is nil.
    public mutating func record(_ effect: Replication.Effect) -> StepEffect? {
        switch effect {
        case .peer(let effect):
            return record(effect)
        case .start(let timer, let after):
            return .startTimer(name: timer.name, after: after.nanoseconds)
        case .cancel(let timer):
            return .cancelTimer(name: timer.name)
        case .saveSnapshot(let service):
            return .saveSnapshot(at: Zxid(rawValue: UInt64(service.lastZxid)))
        case .proposed(let transaction, let payload):
            let zxid = Zxid(rawValue: UInt64(transaction.zxid))
            let summary = summary(of: zxid, payload.bytes)
            let call = call(transaction.session, transaction.cxid)
            return .propose(
                zxid: zxid, digest: summary.digest, text: summary.text, call: call,
                txn: Bytes(payload.bytes))
        case .applied(let transaction, let payload, let applied):
            let zxid = Zxid(rawValue: UInt64(transaction.zxid))
            let summary = summary(of: zxid, payload.bytes)
            return .deliver(
                zxid: zxid, digest: summary.digest, text: summary.text,
                changes: applied.changes.map { describe($0) })
        case .installed(let zxid, let leader):
            return .installSnapshot(at: zxid, from: lane(leader))
        case .session(let session, let event):
            return .session(id: pseudonym(session), change: event.traceWord)
        case .refused(let reason):
            return .ignore(why: reason.rawValue)
        case .accept, .reply, .notify, .close:
            return nil
        }
    }

    private mutating func record(_ effect: Zab.Effect) -> StepEffect? {
        switch effect {
        case .connect(let server): return .connect(to: lane(server))
        case .disconnect(let link): return .disconnect(from: lane(link.peer))
        case .start(let timer, let after):
            return .startTimer(name: timer.name, after: after.nanoseconds)
        case .cancel(let timer): return .cancelTimer(name: timer.name)
        case .append(let proposal):
            let summary = summary(of: proposal.zxid, proposal.payload.bytes)
            return .append(zxid: proposal.zxid, digest: summary.digest, text: summary.text)
        case .truncate(let zxid, let removed): return .truncate(to: zxid, removed: removed)
        case .flush: return .flush
        case .record(let epochs):
            return .record(accepted: epochs.accepted, current: epochs.current)
        case .serve(.asLeader(let epoch)): return .serve(role: .leading, epoch: epoch)
        case .serve(.asLearner(_, let epoch, let observer)):
            return .serve(role: observer ? .observing : .following, epoch: epoch)
        case .retire(let reason): return .retire(why: reason.rawValue)
        case .restart(let reason): return .giveUp(why: reason.rawValue)
        case .decided(let decision, let reason): return record(decision, reason.rawValue)
        case .ignored(let reason): return .ignore(why: reason.rawValue)
        case .send, .saveSnapshot, .deliver, .sendSnapshot, .receiveSnapshot, .received:
            return nil
        }
    }

    private func record(_ decision: Decision, _ why: String) -> StepEffect {
        switch decision {
        case .look(let round): .look(round: round, why: why)
        case .vote(let vote):
            .vote(leader: lane(vote.leader), zxid: vote.zxid, epoch: vote.epoch, why: why)
        case .elect(let vote, let supporters):
            .elect(
                leader: lane(vote.leader), zxid: vote.zxid, epoch: vote.epoch,
                by: lanes(supporters), why: why)
        case .chooseEpoch(let epoch, let quorum):
            .chooseEpoch(epoch: epoch, quorum: lanes(quorum), why: why)
        case .promise(let epoch, let leader):
            .promise(epoch: epoch, to: lane(leader), why: why)
        case .synchronize(let learner, let mode, let from, let to):
            .synchronize(learner: lane(learner), mode: mode, from: from, to: to, why: why)
        case .establish(let epoch, let quorum, let history):
            .establish(epoch: epoch, quorum: lanes(quorum), history: history, why: why)
        case .commit(let zxid, let quorum): .commit(zxid: zxid, quorum: lanes(quorum), why: why)
        case .countAck(let zxid, let server, let acks, let needs):
            .countAck(zxid: zxid, by: lane(server), acks: acks, needs: needs)
        case .giveUp: .giveUp(why: why)
        case .drop(let learner): .drop(learner: lane(learner), why: why)
        }
    }

    /// The record of an input that carries no message.
    public func record(_ input: Replication.Input) -> StepInput? {
        switch input {
        case .peer(.connected(let link)): .connected(to: lane(link.peer))
        case .peer(.timer(let timer)): .timer(name: timer.name)
        case .peer(.durable(.log(let zxid))): .durable(log: zxid)
        case .peer(.durable(.epochs(let epochs))):
            .durableEpochs(accepted: epochs.accepted, current: epochs.current)
        case .peer(.durable(.snapshot(let zxid))): .durableSnapshot(at: zxid)
        case .peer(.snapshotSent(let learner)): .snapshotSent(to: lane(learner))
        case .timer(let timer): .timer(name: timer.name)
        case .clock: .command(text: "the clock is set")
        case .peer, .client: nil
        }
    }

    private func lane(_ server: ServerID) -> Lane { .server(server.rawValue) }
    private func lanes(_ servers: ServerSet) -> [Lane] { servers.map { lane($0) } }
}

extension Zab.Timer {
    var name: String {
        switch self {
        case .resendVote: "resendVote"
        case .finalizeWait: "finalizeWait"
        case .reconnect: "reconnect"
        case .setup: "setup"
        case .leaderSilence: "leaderSilence"
        case .halfTick: "halfTick"
        }
    }
}

extension Replication.Timer {
    var name: String {
        switch self {
        case .sessionExpiry: "sessionExpiry"
        case .containerCheck: "containerCheck"
        case .snapshotPiece(let learner): "snapshotPiece \(learner)"
        }
    }
}

extension SessionEvent {
    fileprivate var traceWord: SessionChange {
        switch self {
        case .opened: .opened
        case .expired: .expired
        case .closed: .closed
        case .moved: .moved
        case .revalidated: .revalidated
        }
    }
}
