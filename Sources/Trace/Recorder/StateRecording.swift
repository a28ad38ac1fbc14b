public import Replication
import Zab

extension ServerState {
    /// The fields of a running server. `client` names the client behind a connection.
    public init(of replica: Replica, client: (Connection) -> Lane?) {
        self.init()
        let common = replica.peer.common
        round = common.round
        accepted = common.epochs.accepted
        current = common.epochs.current
        logged = common.log.last
        durable = common.disk.durable
        committed = common.delivered
        flushing = common.disk.flushing != nil
        serving = replica.isServing
        clients = replica.clients.numbers.compactMap(client).sorted()
        acks = []
        outstanding = 0
        switch replica.peer.role {
        case .looking(let election):
            role = .looking
            phase = .election
            vote = election.vote.map(Self.text) ?? "none"
            leader = "none"
        case .learning(let learner):
            role = common.isVoter ? .following : .observing
            phase = learner.tracePhase
            vote = Self.text(common.currentVote)
            leader = .server(learner.leader.rawValue)
        case .leading(let leader):
            role = .leading
            phase = leader.tracePhase
            vote = Self.text(common.currentVote)
            self.leader = .server(common.id.rawValue)
            acks = leader.oldestTally?.acks.map { .server($0.rawValue) } ?? []
            outstanding = leader.outstandingCount
        }
    }

    private static func text(_ vote: Vote) -> String {
        "\(vote.leader) \(vote.zxid.map(\.description) ?? "?") epoch \(vote.epoch)"
    }
}

extension Learner {
    fileprivate var tracePhase: Phase {
        switch stage {
        case .connecting, .discovery, .promising, .awaitingSync: .discovery
        case .synchronizing: .synchronization
        case .broadcast: .broadcast
        }
    }
}

extension Leader {
    fileprivate var tracePhase: Phase {
        switch stage {
        case .discovery, .promising, .awaitingPromises: .discovery
        case .savingHistory, .recordingEpoch, .synchronization: .synchronization
        case .broadcast: .broadcast
        }
    }
}
