import Trace
import Zab

/// Where in a step a pattern matched.
public enum MatchPlace: Hashable, Sendable {
    case input
    /// The effect with this index.
    case effect(Int)
}

extension Pattern {
    /// Where this pattern matches the last step of the view: its input, or each effect that does.
    public func matches(in view: RunView) -> [MatchPlace] {
        guard let step = view.last, matchesSubject(of: step, in: view) else { return [] }
        if matchesInput(of: step, in: view) { return [.input] }
        return step.effects.indices.filter { matches(step.effects[$0], in: view) }
            .map(MatchPlace.effect)
    }

    private func matchesSubject(of step: Step, in view: RunView) -> Bool {
        switch subject {
        case .server(let selector): selector.matches(step.at, in: view)
        case .client(let lane): step.at == lane
        case .nobody: true
        }
    }

    private func matchesInput(of step: Step, in view: RunView) -> Bool {
        switch (verb, step.input) {
        case (.receives, .receive(let message)):
            return matches(message) && sent(by: message.from, in: view)
        case (.lost, .lost(let message, let why)):
            return matches(message) && sent(by: message.from, in: view)
                && other(is: message.to, in: view) && because(why.rawValue)
        case (.durable, .durable(let log)):
            guard let zxid else { return true }
            let earlier = view.before[step.at]?.durable ?? .zero
            return earlier < zxid && zxid <= log
        case (.starts, .start), (.crashes, .crash), (.losesPower, .crash(power: true, lost: _)):
            return true
        case (.hears, .timer(let name)): return word == nil || word == name
        case (.connects, .connected(let lane)): return other(is: lane, in: view)
        case (.disconnects, .disconnected(let lane, let why)):
            return other(is: lane, in: view) && because(why)
        case (.calls, .call(_, let text, _, _)): return word.map(text.hasPrefix) ?? true
        case (.becomes, _):
            return step.state?.role?.rawValue == word && changed(\.role, at: step.at, in: view)
        case (.enters, _):
            return step.state?.phase?.rawValue == word && changed(\.phase, at: step.at, in: view)
        default: return false
        }
    }

    private func changed<Field: Equatable>(
        _ field: KeyPath<ServerState, Field?>, at lane: Lane, in view: RunView
    ) -> Bool {
        view.before[lane]?[keyPath: field] != view.after[lane]?[keyPath: field]
    }

    private func matches(_ effect: StepEffect, in view: RunView) -> Bool {
        switch (verb, effect) {
        case (.sends, .send(let message)):
            matches(message) && other(is: message.to, in: view)
        case (.appends, .append(let zxid, _, _)), (.truncates, .truncate(let zxid, _)),
            (.proposes, .propose(let zxid, _, _, _, _)), (.delivers, .deliver(let zxid, _, _, _)),
            (.savesSnapshot, .saveSnapshot(let zxid)),
            (.installsSnapshot, .installSnapshot(let zxid, _)):
            self.zxid == nil || self.zxid == zxid
        case (.flushes, .flush): true
        case (.records, .record(_, let current)): epoch == nil || epoch == current
        case (.countsAck, .countAck(let zxid, let by, _, _)):
            (self.zxid == nil || self.zxid == zxid) && other(is: by, in: view)
        case (.commits, .commit(let zxid, _, let why)):
            (self.zxid == nil || self.zxid == zxid) && because(why)
        default: matchesDecision(effect, in: view) || matchesService(effect)
        }
    }

    private func matchesDecision(_ effect: StepEffect, in view: RunView) -> Bool {
        switch (verb, effect) {
        case (.looks, .look(_, let why)), (.ignores, .ignore(let why)),
            (.givesUp, .giveUp(let why)), (.retires, .retire(let why)):
            because(why)
        case (.votes, .vote(let leader, _, _, let why)),
            (.elects, .elect(let leader, _, _, _, let why)):
            other(is: leader, in: view) && because(why)
        case (.choosesEpoch, .chooseEpoch(let epoch, _, let why)),
            (.establishes, .establish(let epoch, _, _, let why)):
            (self.epoch == nil || self.epoch == epoch) && because(why)
        case (.promises, .promise(let epoch, let leader, let why)):
            (self.epoch == nil || self.epoch == epoch) && other(is: leader, in: view)
                && because(why)
        case (.synchronizes, .synchronize(let learner, let mode, _, _, let why)):
            other(is: learner, in: view) && (word == nil || word == mode.rawValue)
                && because(why)
        case (.drops, .drop(let learner, let why)): other(is: learner, in: view) && because(why)
        default: false
        }
    }

    private func matchesService(_ effect: StepEffect) -> Bool {
        switch (verb, effect) {
        case (.serves, .serve(_, let epoch)): self.epoch == nil || self.epoch == epoch
        case (.answered, .answered(_, let outcome)):
            word == nil || word == (outcome.error ?? "ok")
        case (.unknown, .unknown): true
        case (.notified, .notified(_, let path)): word == nil || word == path
        case (.changes, .clientState(let state, _, _)): word == nil || word == state.rawValue
        default: false
        }
    }

    private func matches(_ message: MessageRecord) -> Bool {
        (kind == nil || kind == message.kind) && (zxid == nil || zxid == message.zxid)
    }

    private func sent(by lane: Lane, in view: RunView) -> Bool {
        from?.matches(lane, in: view) ?? true
    }

    private func other(is lane: Lane, in view: RunView) -> Bool {
        other?.matches(lane, in: view) ?? true
    }

    private func because(_ why: String) -> Bool { reason == nil || reason == why }
}
