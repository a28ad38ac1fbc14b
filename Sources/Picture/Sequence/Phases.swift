import Trace
import Zab

/// The phase of the cluster as a whole: that of the server that took the lead last, or the election
/// while nobody leads.
struct Phases {
    struct Band: Hashable {
        var phase: Phase
        var epoch: Epoch?
    }

    private var leaders: [(lane: Lane, phase: Phase, epoch: Epoch?)] = []
    private var isAnyUp = false

    init() {}

    init(_ cluster: ClusterState) {
        for (lane, state) in cluster.entries {
            guard let role = state.role, role != .down else { continue }
            isAnyUp = true
            if role == .leading {
                let phase = state.phase ?? .broadcast
                leaders.append((lane, phase, phase == .discovery ? nil : state.accepted))
            }
        }
        // Of several, the one of the newest epoch leads the picture.
        leaders.sort { ($0.epoch ?? 0, $0.lane) < ($1.epoch ?? 0, $1.lane) }
    }

    var band: Band? {
        if let leader = leaders.last {
            return Band(
                phase: leader.phase, epoch: leader.phase == .discovery ? nil : leader.epoch)
        }
        return isAnyUp ? Band(phase: .election, epoch: nil) : nil
    }

    mutating func apply(_ step: Step) {
        guard let state = step.state else { return }
        if let role = state.role {
            if role != .down { isAnyUp = true }
            if role == .leading {
                leaders.removeAll { $0.lane == step.at }
                leaders.append((step.at, state.phase ?? .discovery, nil))
            } else {
                leaders.removeAll { $0.lane == step.at }
            }
        }
        guard let index = leaders.lastIndex(where: { $0.lane == step.at }) else { return }
        if let phase = state.phase { leaders[index].phase = phase }
        // Once established, the epoch of a reign does not change.
        if let epoch = state.accepted ?? state.current {
            leaders[index].epoch = max(epoch, leaders[index].epoch ?? 0)
        }
    }
}
