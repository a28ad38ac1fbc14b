/// Phase 1 on a learner: say which epoch was promised, hear the new one, promise it
/// (`Learner.registerWithLeader`).
extension Learner {
    /// The connection stands: FOLLOWERINFO or OBSERVERINFO.
    mutating func introduce(_ common: Common, into effects: inout [Effect]) -> Transition? {
        stage = .discovery
        let info = Message.learnerInfo(
            acceptedEpoch: common.reportedPromise, observer: !common.isVoter)
        effects.append(.send(info, to: leader))
        return nil
    }

    mutating func discover(
        _ message: Message, common: inout Common, into effects: inout [Effect]
    ) -> Transition? {
        guard case .leaderInfo(let epoch) = message else {
            effects.append(.ignored(.wrongPhase))
            return nil
        }
        if epoch < common.reportedPromise { return .look(.epochTooOld) }
        if epoch == common.reportedPromise {
            // Promised before, perhaps to another: it must not count again.
            effects.append(.ignored(.epochAlreadyPromised))
            effects.append(.send(.ackEpoch(current: nil, last: common.log.last), to: leader))
            stage = .awaitingSync(epoch)
            return nil
        }
        common.promised = epoch
        effects.append(.decided(.promise(epoch, to: leader), .epochIsNew))
        if common.rules.isOn(.promiseIsDurable) {
            common.recordPromise(of: epoch, into: &effects)
            stage = .promising(epoch)
        } else {
            promised(epoch, common, into: &effects)
        }
        return nil
    }

    /// ACKEPOCH: from here on no leader of an older epoch is followed.
    mutating func promised(_ epoch: Epoch, _ common: Common, into effects: inout [Effect]) {
        effects.append(
            .send(.ackEpoch(current: common.epochs.current, last: common.log.last), to: leader))
        stage = .awaitingSync(epoch)
    }
}
