/// Phase 3 on a learner: log proposals, acknowledge what is on disk, apply what is committed
/// (`Follower.processPacket`, `SendAckRequestProcessor`, `Observer.processPacket`).
extension Learner {
    mutating func broadcast(
        _ message: Message, common: inout Common, into effects: inout [Effect]
    ) -> Transition? {
        switch message {
        case .proposal(let proposal):
            return log(proposal, common: &common, into: &effects)
        case .commit(let zxid):
            return commit(zxid, common: &common, into: &effects)
        case .inform(let proposal):
            if let next = log(proposal, common: &common, into: &effects) { return next }
            common.deliver(upTo: proposal.zxid, into: &effects)
        case .ping, .sync, .revalidated:
            effects.append(.received(message, from: leader))
        default:
            effects.append(.ignored(.wrongPhase))
        }
        return nil
    }

    private func log(
        _ proposal: Proposal, common: inout Common, into effects: inout [Effect]
    ) -> Transition? {
        if common.rules.isOn(.proposalsAreContiguous), !proposal.zxid.follows(common.log.last) {
            return .look(.gapBeforeProposal)
        }
        guard proposal.zxid > common.log.last else {
            effects.append(.ignored(.gapBeforeProposal))
            return nil
        }
        common.append(proposal, into: &effects)
        if !common.rules.isOn(.ackAfterFlush), common.isVoter {
            effects.append(.send(.ack(proposal.zxid), to: leader))
        }
        common.disk.flush(into: &effects)
        if !common.rules.isOn(.deliverOnCommit) {
            common.deliver(upTo: proposal.zxid, into: &effects)
        }
        return nil
    }

    /// A flush has ended: what is on disk now, and not before, is acknowledged.
    mutating func acknowledge(common: Common, into effects: inout [Effect]) {
        guard common.rules.isOn(.ackAfterFlush), common.isVoter else { return }
        for proposal in common.log.entries(after: acknowledged)
        where proposal.zxid <= common.disk.durable {
            acknowledged = proposal.zxid
            effects.append(.send(.ack(proposal.zxid), to: leader))
        }
    }

    /// What is outstanding and was on disk before UPTODATE; its acknowledgement may have been lost.
    mutating func acknowledgeOutstanding(common: Common, into effects: inout [Effect]) {
        guard common.isVoter else { return }
        for proposal in common.log.entries(after: acknowledged) {
            acknowledged = proposal.zxid
            effects.append(.send(.ack(proposal.zxid), to: leader))
        }
    }

    private func commit(
        _ zxid: Zxid, common: inout Common, into effects: inout [Effect]
    ) -> Transition? {
        guard common.log.next(after: common.delivered)?.zxid == zxid else {
            // Only a broken rule or a broken network brings a commit out of turn.
            let isBroken =
                !common.rules.isOn(.deliverOnCommit)
                || !common.rules.isOn(.proposalsAreContiguous)
            guard isBroken else { return .look(.unexpectedCommit) }
            effects.append(.ignored(.unexpectedCommit))
            return nil
        }
        common.deliver(upTo: zxid, into: &effects)
        return nil
    }
}
