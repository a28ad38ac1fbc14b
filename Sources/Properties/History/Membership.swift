import Trace
import Zab

/// Who the servers are and which of them make a quorum, from a trace's header.
struct Membership: Hashable, Sendable {
    let lanes: [Lane]
    let voters: ServerSet
    let quorums: QuorumSystem

    init(_ header: Header) {
        lanes = header.servers.map(\.lane)
        voters = ServerSet(header.servers.filter(\.votes).map { ServerID($0.lane.number) })
        if let groups = header.groups {
            quorums = .hierarchical(
                groups.map { group in
                    QuorumSystem.Group(
                        group.sorted { Lane($0.key) < Lane($1.key) }
                            .map { (ServerID(Lane($0.key).number), $0.value) })
                })
        } else {
            quorums = .majority(voters)
        }
    }

    /// The position of a server among all; nil for clients, the network and strangers.
    func index(of lane: Lane) -> Int? {
        guard lane.kind == .server else { return nil }
        return lanes.firstIndex { $0.number == lane.number && $0.kind == .server }
    }

    func isQuorum(_ members: [Lane]) -> Bool {
        quorums.isQuorum(ServerSet(members.map { ServerID($0.number) }))
    }

    func votes(_ lane: Lane) -> Bool { voters.contains(ServerID(lane.number)) }
}

extension Array where Element == Lane {
    /// `s1 s3`, or `nobody`.
    var listed: String { isEmpty ? "nobody" : map(\.name).joined(separator: " ") }
}
