import Replication
public import Zab

/// A server by its id, or by what it is when the time comes.
public enum Target: Hashable, Sendable, CustomStringConvertible {
    case server(ServerID)
    /// The one that leads with a quorum behind it; of several, the one of the latest epoch.
    case leader
    /// The n-th server that follows, by id, from 1.
    case follower(Int)
    case observer(Int)
    case all

    public var description: String {
        switch self {
        case .server(let id): id.description
        case .leader: "leader"
        case .follower(let number): "follower \(number)"
        case .observer(let number): "observer \(number)"
        case .all: "all"
        }
    }
}

extension World {
    /// The server that leads with a quorum behind it; without one, a would-be leader.
    public var leader: ServerID? {
        var best: (id: ServerID, isServing: Bool, epoch: Epoch)?
        for server in servers {
            guard let replica = server.replica, case .leading(let leader) = replica.peer.role
            else { continue }
            let isBetter =
                best.map {
                    ($0.isServing ? 1 : 0, $0.epoch) < (replica.isServing ? 1 : 0, leader.epoch)
                } ?? true
            if isBetter { best = (server.id, replica.isServing, leader.epoch) }
        }
        return best?.id
    }

    /// The servers that this means now; none when nobody fits.
    public func resolve(_ target: Target) -> [ServerID] {
        switch target {
        case .server(let id): place(of: id) == nil ? [] : [id]
        case .leader: leader.map { [$0] } ?? []
        case .follower(let number): nth(number, learners(observing: false))
        case .observer(let number): nth(number, learners(observing: true))
        case .all: servers.map(\.id)
        }
    }

    private func nth(_ number: Int, _ ids: [ServerID]) -> [ServerID] {
        ids.indices.contains(number - 1) ? [ids[number - 1]] : []
    }

    private func learners(observing: Bool) -> [ServerID] {
        servers.compactMap { server in
            guard let replica = server.replica, case .learning = replica.peer.role,
                replica.peer.common.isVoter != observing
            else { return nil }
            return server.id
        }
    }

    func places(_ targets: [Target]) -> [Int] {
        targets.flatMap { resolve($0) }.map { requirePlace(of: $0) }
    }
}
