import Zab
import Znodes

/// The beginning and the end of serving.
extension Replica {
    mutating func serve(_ serving: Serving, now: Time, into effects: inout [Effect]) {
        switch serving {
        case .asLeader:
            var leading = LeadingDuty(
                preparation: Preparation(settings: settings.service),
                tracker: SessionTracker(tick: settings.timing.tick.milliseconds))
            // A new leader starts every session's clock afresh.
            for (session, timeout) in service.sessions {
                leading.tracker.touch(session, timeout: timeout, now: sessionClock(now))
            }
            leading.setTimer(now: sessionClock(now), into: &effects)
            duty = .leading(Shared(leading))
            beginReaping(into: &effects)
        case .asLearner(let leader, _, _):
            duty = .learning(LearningDuty(leader: leader))
        }
    }

    /// No quorum, no service: every client must find another server.
    mutating func retire(into effects: inout [Effect]) {
        if case .leading(let leading) = duty, leading.value.expiryTimer != nil {
            effects.append(.cancel(.sessionExpiry))
        }
        if case .leading(let leading) = duty, leading.value.isReaping {
            effects.append(.cancel(.containerCheck))
        }
        duty = nil
        for connection in clients.numbers {
            effects.append(.close(connection, .serverRetired))
        }
        clients.removeAll()
        watches = WatchTable()
        for learner in transfers.keys { endTransfer(to: learner, into: &effects) }
    }
}
