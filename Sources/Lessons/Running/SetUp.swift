import Replication
import Scenario
import Simulator
import Trace
import Zab
import Znodes

/// What is said about an ensemble before its first server starts.
struct SetUp: Sendable {
    private var voters: Int?
    private var observers = 0
    private var weights: [Weight] = []
    private var groups: [[ServerID]] = []
    private var logs: [(server: ServerSelector, zxids: [Zxid], epoch: Epoch?)] = []
    private var settings: [(setting: Setting, value: Setting.Value)] = []
    private(set) var seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    /// Takes note of a command, if it belongs here.
    mutating func take(_ command: Command, started: Bool) throws(ScenarioError) -> Bool {
        switch command.action {
        case .ensemble(let voters, let observers):
            self.voters = voters
            self.observers = observers
        case .weights(let weights): self.weights = weights
        case .groups(let groups): self.groups = groups
        case .log(let server, let zxids, let epoch): logs.append((server, zxids, epoch))
        case .set(let setting, let value):
            settings.append((setting, value))
            if setting == .seed, case .count(let seed) = value { self.seed = seed }
        default: return false
        }
        if started {
            throw error(command, "this comes before anything else is done with the ensemble")
        }
        return true
    }

    private func error(_ command: Command, _ message: String) -> ScenarioError {
        ScenarioError(line: command.line, column: command.column, message: message)
    }

    func makeWorld(for command: Command) throws(ScenarioError) -> World {
        guard let voters else {
            throw error(command, "there is no ensemble yet: `ensemble 3` comes first")
        }
        let ids = (1...(voters + observers)).map { ServerID(Int64($0)) }
        let voting = ServerSet(ids.prefix(voters))
        var world = World(
            ensemble: Ensemble(
                voters: voting, observers: ServerSet(ids.dropFirst(voters)),
                quorums: try quorums(of: voting, command)),
            settings: replicaSettings, conditions: conditions, seed: seed)
        for log in logs {
            let epoch = log.epoch ?? log.zxids.last?.epoch ?? 0
            let history = log.zxids.map { Self.proposal($0) }
            try requireMember(log.server, ids, command)
            for id in ids where log.server == .all || log.server == .id(id) {
                world.preload(id, history, epochs: Epochs(accepted: epoch, current: epoch))
            }
        }
        return world
    }

    private func requireMember(
        _ selector: ServerSelector, _ ids: [ServerID], _ command: Command
    ) throws(ScenarioError) {
        switch selector {
        case .id(let id) where ids.contains(id): return
        case .all: return
        default: throw error(command, "\(selector) is no member of this ensemble")
        }
    }

    private func quorums(
        of voters: ServerSet, _ command: Command
    ) throws(ScenarioError) -> QuorumSystem? {
        if groups.isEmpty && weights.isEmpty { return nil }
        let groups = groups.isEmpty ? [voters.members] : groups
        for id in groups.flatMap({ $0 }) + weights.map(\.server) where !voters.contains(id) {
            throw error(command, "\(id) is no voter of this ensemble")
        }
        return .hierarchical(
            groups.map { group in
                QuorumSystem.Group(
                    group.map { id in
                        (id, weights.last { $0.server == id }?.weight ?? 1)
                    })
            })
    }

    private var replicaSettings: Replication.Settings {
        var timing = Timing()
        var snapCount: Int?
        for (setting, value) in settings {
            switch (setting, value) {
            case (.tick, .time(let time)): timing.tick = time
            case (.initLimit, .count(let count)): timing.initLimit = Int64(clamping: count)
            case (.syncLimit, .count(let count)): timing.syncLimit = Int64(clamping: count)
            case (.window, .count(let count)): timing.window = Int(clamping: count)
            case (.lastCounter, .count(let count)): timing.lastCounter = UInt32(clamping: count)
            case (.snapCount, .count(let count)): snapCount = Int(clamping: count)
            default: break
            }
        }
        var result = Replication.Settings(timing: timing)
        result.service.extendedTypesEnabled = true
        if let snapCount { result.snapCount = snapCount }
        for case (.sessionTimeout, .time(let time)) in settings {
            result.minSessionTimeout = Int32(clamping: time.milliseconds)
            result.maxSessionTimeout = result.minSessionTimeout
        }
        return result
    }

    private var conditions: Conditions {
        var conditions = Conditions()
        for (setting, value) in settings {
            switch (setting, value) {
            case (.latency, .time(let time)): conditions.latency = Span(time)
            case (.flushTime, .time(let time)): conditions.flush = Span(time)
            default: break
            }
        }
        return conditions
    }

    /// The logs as the trace's header tells them; nil when all servers began empty.
    func recordedLogs(of world: World) -> [String: [Header.Logged]]? {
        var recorder = Recorder()
        var recorded: [String: [Header.Logged]] = [:]
        for log in logs {
            let entries = log.zxids.compactMap { zxid -> Header.Logged? in
                let proposal = Self.proposal(zxid)
                guard
                    case .append(_, let digest, _) = recorder.record(
                        Replication.Effect.peer(.append(proposal)))
                else { return nil }
                return Header.Logged(zxid: zxid, digest: digest, txn: Bytes(proposal.payload.bytes))
            }
            for id in world.ensemble.members where log.server == .all || log.server == .id(id) {
                recorded[id.description] = entries
            }
        }
        return recorded.isEmpty ? nil : recorded
    }

    /// The quorum groups with their weights, for the trace's header; nil for a plain majority.
    func recordedGroups(of world: World) -> [[String: Int]]? {
        guard case .hierarchical(let groups) = world.ensemble.quorums else { return nil }
        return groups.map { group in
            Dictionary(
                uniqueKeysWithValues: group.weights.entries.map { ($0.key.description, $0.value) })
        }
    }

    /// What stands in a log that a scenario gives: each transaction creates a node named after its zxid, so
    /// that `ls /` shows who has which.
    private static func proposal(_ zxid: Zxid) -> Proposal {
        let body = CreateTransaction(
            path: ZnodePath("/\(zxid)"), data: Array("\(zxid)".utf8), parentCversion: -1)
        let transaction = Transaction(
            session: 0, cxid: 0, zxid: Int64(bitPattern: zxid.rawValue), time: 0,
            body: .create(body))
        return Proposal(zxid: zxid, payload: transaction.encode())
    }
}
