/// The state of every server at one point of a recording, in the order of the lanes.
public struct ClusterState: Hashable, Sendable {
    private var lanes: [Lane]
    private var states: [ServerState]

    /// All servers down, with empty disks.
    public init(header: Header) {
        lanes = header.servers.map(\.lane).sorted()
        states = lanes.map { _ in .down }
    }

    public var servers: [Lane] { lanes }
    public var entries: [(lane: Lane, state: ServerState)] {
        zip(lanes, states).map { ($0, $1) }
    }

    public subscript(lane: Lane) -> ServerState? {
        lanes.firstIndex(of: lane).map { states[$0] }
    }

    /// The servers whose role is `role`, in order.
    public func servers(as role: Role) -> [Lane] {
        zip(lanes, states).filter { $1.role == role }.map(\.0)
    }

    mutating func merge(_ changes: ServerState, at lane: Lane) {
        if let index = lanes.firstIndex(of: lane) {
            states[index].merge(changes)
        } else {
            // A server that the header does not know: a trace from a later version, or by hand.
            let index = lanes.firstIndex { $0 > lane } ?? lanes.count
            var state = ServerState.down
            state.merge(changes)
            lanes.insert(lane, at: index)
            states.insert(state, at: index)
        }
    }

    var byName: [String: ServerState] {
        Dictionary(uniqueKeysWithValues: zip(lanes.map(\.name), states))
    }
}
