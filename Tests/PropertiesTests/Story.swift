import Properties
import Trace
public import Zab

/// A trace written by hand, a step at a time, in the words of the protocol.
///
/// The helpers do what a healthy ensemble does; a test leaves out, adds or bends the one step that
/// it is about.
struct Story {
    var recording: Recording
    private var lives: [Lane: Int] = [:]
    private var sent = 0
    /// Nanoseconds between two steps.
    var pace: Int64 = 1_000_000

    init(servers: Int = 3, observers: Int = 0, logs: [String: [Header.Logged]]? = nil) {
        let members = (1...servers + observers).map {
            Header.Member(lane: .server(Int64($0)), votes: $0 <= servers)
        }
        recording = Recording(
            header: Header(servers: members, clients: ["c1", "c2"], logs: logs))
    }

    /// The number of the step written last.
    var last: Int { recording.steps.count }

    var violations: [Violation] { Checker.check(recording) }

    /// The steps at which `property` broke.
    func breaks(_ property: Property) -> [Int] {
        violations.filter { $0.property == property }.map(\.step)
    }

    // MARK: Steps

    mutating func step(
        _ lane: Lane, _ input: StepInput, _ effects: [StepEffect] = [],
        _ change: (inout ServerState) -> Void = { _ in }
    ) {
        var state = ServerState()
        change(&state)
        let time = (recording.steps.last?.t ?? 0) + pace
        recording.steps.append(
            Step(
                n: last + 1, t: time, at: lane, life: lives[lane] ?? 0, input: input,
                effects: effects, state: state.isEmpty ? nil : state))
    }

    mutating func message(
        _ kind: MessageKind, from: Lane, to: Lane, zxid: Zxid? = nil, epoch: Epoch? = nil,
        call: CallID? = nil, outcome: OutcomeRecord? = nil, text: String? = nil,
        connection: Int = 1, toLife: Int? = nil
    ) -> MessageRecord {
        sent += 1
        let id =
            "\(from).\(lives[from] ?? 0)-\(to).\(toLife ?? lives[to] ?? 0)#\(connection)/\(sent)"
        return MessageRecord(
            id: id, kind: kind, from: from, to: to, zxid: zxid, epoch: epoch, call: call,
            outcome: outcome, text: text)
    }

    mutating func start(
        _ lane: Lane, accepted: Epoch = 0, current: Epoch = 0, last: Zxid = .zero,
        snapshot: Zxid = .zero
    ) {
        lives[lane, default: 0] += 1
        step(
            lane, .start(accepted: accepted, current: current, last: last, snapshot: snapshot),
            [.look(round: 1, why: "serverStarts")]
        ) {
            $0.role = .looking
            $0.phase = .election
            $0.leader = "none"
        }
    }

    mutating func startAll(_ lanes: [Lane] = ["s1", "s2", "s3"]) {
        for lane in lanes { start(lane) }
    }

    mutating func crash(_ lane: Lane, power: Bool = false, lost: [Zxid] = []) {
        step(lane, .crash(power: power, lost: lost)) { $0 = .down }
    }

    // MARK: Discovery and synchronization

    /// The leader chooses an epoch and has it on its own disk.
    mutating func choose(_ leader: Lane, _ epoch: Epoch, current: Epoch = 0, among: [Lane]) {
        step(
            leader, .timer(name: "finalizeWait"),
            [.chooseEpoch(epoch: epoch, quorum: among, why: "quorumPromised")]
        ) {
            $0.role = .leading
            $0.phase = .discovery
            $0.leader = leader
        }
        step(leader, .durableEpochs(accepted: epoch, current: current))
    }

    /// A learner hears of the epoch, promises it, and the leader hears of that.
    mutating func promise(
        _ learner: Lane, _ epoch: Epoch, to leader: Lane, current: Epoch = 0, last: Zxid = .zero,
        durable: Bool = true
    ) {
        let info = message(.leaderInfo, from: leader, to: learner, epoch: epoch)
        step(learner, .timer(name: "finalizeWait")) {
            $0.role = .following
            $0.phase = .discovery
            $0.leader = leader
        }
        step(
            learner, .receive(message: info),
            [.promise(epoch: epoch, to: leader, why: "higherEpoch")])
        let ack = message(.ackEpoch, from: learner, to: leader, zxid: last, epoch: current)
        let input: StepInput =
            durable
            ? .durableEpochs(accepted: epoch, current: current) : .timer(name: "resendVote")
        step(learner, input, [.send(message: ack)])
        step(leader, .receive(message: ack))
    }

    /// The leader's own epoch is on disk: synchronization begins.
    mutating func synchronize(_ leader: Lane, _ epoch: Epoch) {
        step(leader, .durableEpochs(accepted: epoch, current: epoch)) {
            $0.phase = .synchronization
        }
    }

    /// DIFF, the history, NEWLEADER, and the learner's acknowledgement of it; returns that.
    mutating func bringInStep(
        _ learner: Lane, _ epoch: Epoch, with leader: Lane, missing: [(Zxid, String)] = []
    ) -> MessageRecord {
        let newLeader = message(.newLeader, from: leader, to: learner, epoch: epoch)
        step(leader, .timer(name: "setup"), [.send(message: newLeader)])
        let diff = message(.diff, from: leader, to: learner)
        step(learner, .receive(message: diff)) { $0.phase = .synchronization }
        for (zxid, digest) in missing {
            let proposal = message(.proposal, from: leader, to: learner, zxid: zxid)
            step(
                learner, .receive(message: proposal),
                [.append(zxid: zxid, digest: digest, text: "")])
        }
        if let end = missing.last?.0 {
            step(learner, .receive(message: newLeader), [.flush])
            step(learner, .durable(log: end), [.record(accepted: epoch, current: epoch)])
        } else {
            step(
                learner, .receive(message: newLeader), [.record(accepted: epoch, current: epoch)])
        }
        let ack = message(
            .ackNewLeader, from: learner, to: leader, zxid: Zxid(epoch: epoch, counter: 0))
        step(
            learner, .durableEpochs(accepted: epoch, current: epoch), [.send(message: ack)])
        return ack
    }

    /// The leader hears the last acknowledgement that it needs, and serves.
    mutating func establish(
        _ leader: Lane, _ epoch: Epoch, quorum: [Lane], history: Zxid = .zero,
        delivering: [(Zxid, String)] = [], on ack: MessageRecord
    ) {
        step(
            leader, .receive(message: ack),
            [.establish(epoch: epoch, quorum: quorum, history: history, why: "quorumHoldsHistory")]
                + delivering.map(Self.delivery) + [.serve(role: .leading, epoch: epoch)]
        ) {
            $0.phase = .broadcast
            $0.serving = true
        }
    }

    /// UPTODATE: a learner applies the history and serves.
    mutating func upToDate(
        _ learner: Lane, _ epoch: Epoch, from leader: Lane, delivering: [(Zxid, String)] = []
    ) {
        let message = message(.upToDate, from: leader, to: learner)
        step(
            learner, .receive(message: message),
            delivering.map(Self.delivery) + [.serve(role: .following, epoch: epoch)]
        ) {
            $0.phase = .broadcast
            $0.serving = true
        }
    }

    /// A whole reign from discovery to broadcast, as it should be.
    mutating func reign(
        _ leader: Lane, _ epoch: Epoch, followers: [Lane], current: Epoch = 0,
        history: [(Zxid, String)] = [], delivered: Int = 0, missing: [Lane: [(Zxid, String)]] = [:],
        lasts: [Lane: Zxid] = [:]
    ) {
        let end = history.last?.0 ?? .zero
        choose(leader, epoch, current: current, among: [leader] + followers)
        for follower in followers {
            promise(
                follower, epoch, to: leader, current: current, last: lasts[follower] ?? end)
        }
        synchronize(leader, epoch)
        for (place, follower) in followers.enumerated() {
            let ack = bringInStep(follower, epoch, with: leader, missing: missing[follower] ?? [])
            if place == 0 {
                establish(
                    leader, epoch, quorum: [leader, follower].sorted(), history: end,
                    delivering: Array(history.dropFirst(delivered)), on: ack)
            } else {
                step(leader, .receive(message: ack))
            }
        }
        for follower in followers {
            upToDate(
                follower, epoch, from: leader, delivering: Array(history.dropFirst(delivered)))
        }
    }

    // MARK: Broadcast

    static func delivery(_ entry: (Zxid, String)) -> StepEffect {
        .deliver(zxid: entry.0, digest: entry.1, text: "", changes: [])
    }

    mutating func propose(
        _ leader: Lane, _ zxid: Zxid, _ digest: String, call: CallID? = nil, txn: [UInt8] = []
    ) {
        step(
            leader, .timer(name: "request"),
            [
                .propose(zxid: zxid, digest: digest, text: "", call: call, txn: Bytes(txn)),
                .append(zxid: zxid, digest: digest, text: ""), .flush,
            ])
    }

    mutating func receiveProposal(
        _ learner: Lane, _ zxid: Zxid, _ digest: String, from leader: Lane,
        _ more: [StepEffect] = []
    ) {
        let proposal = message(.proposal, from: leader, to: learner, zxid: zxid)
        step(
            learner, .receive(message: proposal),
            [.append(zxid: zxid, digest: digest, text: ""), .flush] + more)
    }

    /// The learner's flush ends, and it acknowledges; returns the ACK.
    mutating func flushed(_ learner: Lane, _ zxid: Zxid, to leader: Lane) -> MessageRecord {
        let ack = message(.ack, from: learner, to: leader, zxid: zxid)
        step(learner, .durable(log: zxid), [.send(message: ack)])
        return ack
    }

    mutating func ownFlush(_ leader: Lane, _ zxid: Zxid) {
        step(
            leader, .durable(log: zxid), [.countAck(zxid: zxid, by: leader, acks: 1, needs: 2)])
    }

    mutating func commit(
        _ leader: Lane, _ zxid: Zxid, _ digest: String, quorum: [Lane], on ack: MessageRecord,
        _ more: [StepEffect] = []
    ) {
        step(
            leader, .receive(message: ack),
            [
                .countAck(zxid: zxid, by: ack.from, acks: 2, needs: 2),
                .commit(zxid: zxid, quorum: quorum, why: "quorumAcknowledged"),
                .deliver(zxid: zxid, digest: digest, text: "", changes: []),
            ] + more)
    }

    mutating func deliver(
        _ learner: Lane, _ zxid: Zxid, _ digest: String, from leader: Lane,
        _ more: [StepEffect] = []
    ) {
        let commit = message(.commit, from: leader, to: learner, zxid: zxid)
        step(
            learner, .receive(message: commit),
            [.deliver(zxid: zxid, digest: digest, text: "", changes: [])] + more)
    }

    /// One write from proposal to the last delivery, as it should be.
    mutating func write(
        _ zxid: Zxid, _ digest: String, by leader: Lane = "s1", with followers: [Lane] = ["s2"],
        call: CallID? = nil, txn: [UInt8] = [], reply: [StepEffect] = []
    ) {
        propose(leader, zxid, digest, call: call, txn: txn)
        for follower in followers { receiveProposal(follower, zxid, digest, from: leader) }
        ownFlush(leader, zxid)
        let ack = flushed(followers[0], zxid, to: leader)
        commit(leader, zxid, digest, quorum: [leader, followers[0]].sorted(), on: ack, reply)
        for follower in followers.dropFirst() {
            let late = flushed(follower, zxid, to: leader)
            step(leader, .receive(message: late), [.ignore(why: "alreadyCommitted")])
        }
        for follower in followers { deliver(follower, zxid, digest, from: leader) }
    }

    /// Three servers, s1 leading epoch 1 with s2 and s3, nothing written yet.
    static func serving(_ followers: [Lane] = ["s2", "s3"]) -> Story {
        var story = Story()
        story.startAll()
        story.reign("s1", 1, followers: followers)
        return story
    }
}

extension Zxid: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) {
        guard let zxid = Zxid(value) else { preconditionFailure("\(value) is no zxid") }
        self = zxid
    }
}
