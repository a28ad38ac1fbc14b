import Scenario
import Simulator
import Trace
import Zab
import Znodes

/// The words of a scenario as those of the simulator.
extension Stage {
    /// A cut from several servers is several cuts; every other command is one intervention.
    func interventions(for command: Command) throws(ScenarioError) -> [Intervention] {
        switch command.action {
        case .cutServer(let server, let others):
            let one = try target(server, command)
            if others.isEmpty { return [.cutServer(one, from: nil)] }
            return try targets(others, command).map { .cutServer(one, from: $0) }
        case .cutClient(let client, let servers):
            let number = Int(client.number)
            if servers.isEmpty { return [.cutClient(number, from: nil)] }
            return try targets(servers, command).map { .cutClient(number, from: $0) }
        default: return [try intervention(for: command)]
        }
    }

    private func intervention(for command: Command) throws(ScenarioError) -> Intervention {
        switch command.action {
        case .start(let servers): .start(try targets(servers, command))
        case .crash(let servers, _): .crash(try targets(servers, command))
        case .powerFail(let servers, _): .powerFail(try targets(servers, command))
        case .restart(let servers): .restart(try targets(servers, command))
        case .wipe(let servers): .wipe(try targets(servers, command))
        case .freeze(let server, let time): .freeze(try target(server, command), time)
        case .thaw(let server): .thaw(try target(server, command))
        case .slowDisk(let server, let time): .slowDisk(try target(server, command), time)
        case .breakRule(let rule): .breakRule(rule)
        case .keepRule(let rule): .keepRule(rule)
        default: try networkIntervention(for: command)
        }
    }

    private func networkIntervention(
        for command: Command
    ) throws(ScenarioError) -> Intervention {
        switch command.action {
        case .hold(let messages): return .hold(try filter(messages, command))
        case .release(let messages):
            guard let messages else { return .release(nil) }
            return .release(try filter(messages, command))
        case .delay(let messages, let time): return .delay(try filter(messages, command), by: time)
        case .dropNext(let messages): return .dropNext(try filter(messages, command))
        case .duplicateNext(let messages): return .duplicateNext(try filter(messages, command))
        case .partition(let sides): return .partition(try partition(sides, command))
        case .oneWay(let from, let to):
            return .oneWay(from: try target(from, command), to: try target(to, command))
        case .heal: return .heal
        case .healAll: return .healAll
        case .disconnect(let one, let other):
            return .disconnect(try target(one, command), from: try target(other, command))
        default: throw fail(command, "this command belongs to the page, not to a world")
        }
    }

    func targets(
        _ selectors: [ServerSelector], _ command: Command
    ) throws(ScenarioError) -> [Target] {
        var targets: [Target] = []
        for selector in selectors { targets.append(try target(selector, command)) }
        return targets
    }

    func target(_ selector: ServerSelector, _ command: Command) throws(ScenarioError) -> Target {
        let target: Target
        switch selector {
        case .id(let id):
            try requireMember(id, command)
            return .server(id)
        case .leader: target = .leader
        case .follower(let number): target = .follower(number)
        case .observer(let number): target = .observer(number)
        case .all: return .all
        case .any, .rest: throw fail(command, "\"\(selector)\" names no server here")
        }
        if world?.resolve(target).isEmpty ?? true {
            throw fail(command, "there is no \(selector) now: \(standing)")
        }
        return target
    }

    func requireMember(_ id: ServerID, _ command: Command) throws(ScenarioError) {
        if world?.ensemble.members.contains(id) != true {
            throw fail(command, "\(id) is no member of this ensemble")
        }
    }

    private func optional(
        _ selector: ServerSelector?, _ command: Command
    ) throws(ScenarioError) -> Target? {
        guard let selector else { return nil }
        return try target(selector, command)
    }

    private func filter(
        _ messages: MessageSelector, _ command: Command
    ) throws(ScenarioError) -> MessageFilter {
        MessageFilter(
            messages.kind, from: try optional(messages.from, command),
            to: try optional(messages.to, command))
    }

    /// The sides of a partition, `rest` being all that no other side names.
    private func partition(
        _ sides: [[ServerSelector]], _ command: Command
    ) throws(ScenarioError) -> [[Target]] {
        var named: [ServerID] = []
        for selector in sides.joined() where selector != .rest {
            named += world?.resolve(try target(selector, command)) ?? []
        }
        let rest = (world?.ensemble.members.members ?? []).filter { !named.contains($0) }
        var result: [[Target]] = []
        for side in sides {
            var members: [Target] = []
            for selector in side {
                if selector == .rest {
                    members += rest.map(Target.server)
                } else {
                    members.append(try target(selector, command))
                }
            }
            result.append(members)
        }
        return result
    }
}
