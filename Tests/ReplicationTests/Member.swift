import Replication
import Zab
import Znodes

/// One server of s1, s2, s3, whose peers, disk and clock the test plays.
struct Member {
    var replica: Replica
    var now = Time.zero
    private var disk: [Durable] = []

    static let s1 = ServerID(1)
    static let s2 = ServerID(2)
    static let s3 = ServerID(3)

    init(_ id: ServerID, settings: Settings = Settings()) {
        replica = Replica(
            id: id, ensemble: Ensemble(voters: [Self.s1, Self.s2, Self.s3]), settings: settings)
    }

    @discardableResult
    mutating func tell(_ input: Replication.Input) -> [Replication.Effect] {
        var effects: [Replication.Effect] = []
        replica.handle(input, now: now, into: &effects)
        for effect in effects {
            switch effect {
            case .peer(.flush): disk.append(.log(replica.peer.common.log.last))
            case .peer(.record(let epochs)): disk.append(.epochs(epochs))
            case .saveSnapshot(let service):
                disk.append(.snapshot(Zxid(rawValue: UInt64(service.lastZxid))))
            default: break
            }
        }
        return effects
    }

    @discardableResult
    mutating func hear(_ message: Message, from sender: ServerID) -> [Replication.Effect] {
        tell(.peer(.message(message, from: sender)))
    }

    @discardableResult
    mutating func finishDisk() -> [Replication.Effect] {
        var effects: [Replication.Effect] = []
        while !disk.isEmpty { effects += tell(.peer(.durable(disk.removeFirst()))) }
        return effects
    }

    /// s3, serving as the leader of epoch 1, with s1 in step.
    static func leading(settings: Settings = Settings()) -> Member {
        var member = Member(s3, settings: settings)
        member.tell(.peer(.start))
        let vote = Vote(leader: s3, zxid: .zero, epoch: 0)
        member.hear(.notification(Notification(state: .looking, vote: vote, round: 1)), from: s1)
        member.tell(.peer(.timer(.finalizeWait)))
        member.admit(s1)
        member.finishDisk()
        member.hear(.ackEpoch(current: 0, last: .zero), from: s1)
        member.finishDisk()
        member.hear(.ack(Zxid(epoch: 1, counter: 0)), from: s1)
        return member
    }

    mutating func admit(_ learner: ServerID, accepted: Epoch = 0) {
        tell(.peer(.connected(.learner(learner))))
        hear(.learnerInfo(acceptedEpoch: accepted, observer: false), from: learner)
    }

    /// At the door of s3, to be brought in step for `epoch`.
    mutating func promise(_ epoch: Epoch) {
        tell(.peer(.start))
        let vote = Vote(leader: Self.s3, zxid: .zero, epoch: 9)
        for (voter, state) in [(Self.s2, Notification.State.following), (Self.s3, .leading)] {
            hear(
                .notification(Notification(state: state, vote: vote, round: 1)), from: voter)
        }
        tell(.peer(.connected(.leader(Self.s3))))
        hear(.leaderInfo(epoch), from: Self.s3)
        finishDisk()
    }

    /// s1, serving as a learner of s3 in epoch 1.
    static func learning() -> Member {
        var member = Member(s1)
        member.promise(1)
        member.hear(.diff(.zero), from: s3)
        member.hear(.newLeader(1), from: s3)
        member.finishDisk()
        member.hear(.upToDate, from: s3)
        return member
    }

    /// The leader proposes and commits.
    @discardableResult
    mutating func commit(_ transaction: Transaction) -> [Replication.Effect] {
        let zxid = Zxid(rawValue: UInt64(transaction.zxid))
        hear(.proposal(Proposal(zxid: zxid, payload: transaction.encode())), from: Self.s3)
        finishDisk()
        return hear(.commit(zxid), from: Self.s3)
    }

    /// A client of this learner with a session of its own.
    mutating func connect(_ connection: Connection, at counter: UInt32) -> Int64 {
        let effects = tell(.client(.connect(ConnectRequest(timeout: 4_000)), on: connection))
        for case .peer(.send(.request(let bytes, _), _)) in effects {
            guard let asked = try? ForwardedRequest(decoding: bytes) else { continue }
            commit(
                Transaction(
                    session: asked.session, cxid: 0,
                    zxid: Int64(Zxid(epoch: 1, counter: counter).rawValue), time: 0,
                    body: .createSession(CreateSessionTransaction(timeout: 4_000))))
            return asked.session
        }
        return 0
    }
}

extension [Replication.Effect] {
    /// Messages sent to `server`.
    func sent(to server: ServerID) -> [Message] {
        compactMap { effect in
            if case .peer(.send(let message, server)) = effect { message } else { nil }
        }
    }
}
