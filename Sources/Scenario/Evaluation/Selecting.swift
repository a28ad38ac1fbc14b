public import Trace
import Zab

extension ServerSelector {
    /// The servers meant, as things stand in `state`.
    public func lanes(in state: ClusterState) -> [Lane] {
        switch self {
        case .id(let id): [Lane.server(id.rawValue)]
        case .leader:
            // With a quorum behind it, if there is such a one; else whoever takes itself for the leader.
            state.established.isEmpty ? state.servers(as: .leading) : state.established
        case .follower(let number): Self.nth(number, state.servers(as: .following))
        case .observer(let number): Self.nth(number, state.servers(as: .observing))
        case .all, .any, .rest: state.servers
        }
    }

    private static func nth(_ number: Int, _ lanes: [Lane]) -> [Lane] {
        lanes.indices.contains(number - 1) ? [lanes[number - 1]] : []
    }

    /// Whether `lane` is meant just before or just after the step: a leader that crashes was the leader.
    func matches(_ lane: Lane, in view: RunView) -> Bool {
        switch self {
        case .id(let id): lane.kind == .server && lane.number == id.rawValue
        case .all, .any, .rest: lane.kind == .server
        default:
            lanes(in: view.before).contains(lane) || lanes(in: view.after).contains(lane)
        }
    }
}

extension ClusterState {
    /// The servers that lead with a quorum behind them: more than one only while a deposed leader has not
    /// noticed.
    public var established: [Lane] {
        entries.filter { $0.state.role == .leading && $0.state.phase == .broadcast }.map(\.lane)
    }
}
