import Terminal
import Trace
import Zab

/// One write at s1, of which s3 leads the way, told by hand so that no change of the simulator moves it.
/// Steps: 31 the call, 32 to s1, 33 to s3, 34 and 35 the proposals, 36 to 38 the flushes, 39 the first ACK
/// and commit, 40 the commit at s1, 41 the answer, 42 a lost commit, 43 a crash.
enum Sample {
    static let recording = make()

    static let question = Material.Question(
        after: 36, text: "What must happen next before c1 may be told *done*?",
        choices: [
            Material.Choice(text: "all flush", isRight: false, reason: "A quorum is enough."),
            Material.Choice(text: "one more flushes", isRight: true, reason: "Two of three."),
            Material.Choice(text: "nothing", isRight: false, reason: "One disk is no quorum."),
        ])

    static let lesson = Material(
        title: "1 · One write, end to end", recording: recording,
        notes: [
            Material.Note(step: 33, text: "The leader gives the write its place: `1:1`."),
            Material.Note(
                step: 36, text: "The leader's own copy is on disk, and counts as its ACK."),
        ],
        questions: [question], revealsStepByStep: true)

    static let trace = Material(title: "write.jsonl", recording: recording)

    private static let zxid = Zxid(epoch: 1, counter: 1)

    private static func message(
        _ kind: MessageKind, _ from: Lane, _ to: Lane, zxid: Zxid? = nil, text: String? = nil,
        outcome: OutcomeRecord? = nil
    ) -> MessageRecord {
        MessageRecord(
            id: "\(from)-\(to)#1/\(kind.rawValue)", kind: kind, from: from, to: to, zxid: zxid,
            outcome: outcome, text: text)
    }

    private static func state(_ change: (inout ServerState) -> Void) -> ServerState {
        var state = ServerState()
        change(&state)
        return state
    }

    /// Every server follows s3 already when the recording begins.
    private static var before: [String: ServerState] {
        var all: [String: ServerState] = [:]
        for name in ["s1", "s2", "s3"] {
            all[name] = state {
                $0.role = name == "s3" ? .leading : .following
                $0.phase = .broadcast
                $0.round = 1
                $0.vote = "s3 0:0 epoch 0"
                $0.leader = "s3"
                $0.accepted = 1
                $0.current = 1
                $0.logged = Zxid(epoch: 1, counter: 0)
                $0.durable = Zxid(epoch: 1, counter: 0)
                $0.committed = Zxid(epoch: 1, counter: 0)
                $0.acks = []
                $0.outstanding = 0
                $0.flushing = false
                $0.serving = true
                $0.clients = name == "s1" ? ["c1"] : []
            }
        }
        return all
    }

    private static func make() -> Recording {
        let members = (1...3).map { Header.Member(lane: .server($0), votes: true) }
        var steps: [Step] = []
        func add(
            _ at: Lane, _ input: StepInput, cause: Int? = nil, _ effects: [StepEffect] = [],
            state: ServerState? = nil
        ) {
            let n = steps.count + 31
            steps.append(
                Step(
                    n: n, t: Int64(n) * 1_000_000, at: at, life: at.kind == .server ? 1 : 0,
                    input: input, cause: cause, effects: effects, state: state,
                    all: n == 31 ? before : nil))
        }
        let id = CallID(session: 1, xid: 1)
        let call = message(.call, "c1", "s1", text: "create /a")
        add(
            "c1", .call(id: id, text: "create /a", opcode: 1, body: Bytes([])),
            [.send(message: call)])
        let request = message(.request, "s1", "s3", text: "create /a")
        add("s1", .receive(message: call), cause: 31, [.send(message: request)])
        let proposals = (["s1", "s2"] as [Lane]).map {
            message(.proposal, "s3", $0, zxid: zxid, text: "create /a")
        }
        let append = StepEffect.append(zxid: zxid, digest: "d", text: "create /a")
        add(
            "s3", .receive(message: request), cause: 32,
            [
                .propose(
                    zxid: zxid, digest: "d", text: "create /a", call: id, txn: Bytes([])),
                append, .flush,
            ] + proposals.map { .send(message: $0) },
            state: state {
                $0.logged = zxid
                $0.outstanding = 1
                $0.flushing = true
            })
        for proposal in proposals {
            add(
                proposal.to, .receive(message: proposal), cause: 33, [append, .flush],
                state: state {
                    $0.logged = zxid
                    $0.flushing = true
                })
        }
        add(
            "s3", .durable(log: zxid), cause: 33,
            [.countAck(zxid: zxid, by: "s3", acks: 1, needs: 2)],
            state: state {
                $0.durable = zxid
                $0.acks = ["s3"]
                $0.flushing = false
            })
        let acks = (["s1", "s2"] as [Lane]).map { message(.ack, $0, "s3", zxid: zxid) }
        for ack in acks {
            add(
                ack.from, .durable(log: zxid), cause: ack.from == "s1" ? 34 : 35,
                [.send(message: ack)],
                state: state {
                    $0.durable = zxid
                    $0.flushing = false
                })
        }
        let deliver = StepEffect.deliver(zxid: zxid, digest: "d", text: "create /a", changes: [])
        let commits = (["s1", "s2"] as [Lane]).map { message(.commit, "s3", $0, zxid: zxid) }
        add(
            "s3", .receive(message: acks[0]), cause: 37,
            [
                .countAck(zxid: zxid, by: "s1", acks: 2, needs: 2),
                .commit(zxid: zxid, quorum: ["s1", "s3"], why: "quorumAcknowledged"), deliver,
            ] + commits.map { .send(message: $0) },
            state: state {
                $0.committed = zxid
                $0.acks = []
                $0.outstanding = 0
            })
        let outcome = OutcomeRecord(zxid: zxid, error: nil, text: "/a", body: Bytes([]))
        let reply = message(.reply, "s1", "c1", outcome: outcome)
        add(
            "s1", .receive(message: commits[0]), cause: 39, [deliver, .send(message: reply)],
            state: state { $0.committed = zxid })
        add(
            "c1", .receive(message: reply), cause: 40, [.answered(id: id, outcome: outcome)])
        add(.network, .lost(message: commits[1], why: .connectionBroken), cause: 39)
        add("s2", .crash(power: false, lost: []), state: .down)
        return Recording(header: Header(servers: members, clients: ["c1"]), steps: steps)
    }
}

extension Stepper {
    /// Presses the keys of a text one by one.
    mutating func type(_ text: String) { for character in text { handle(.character(character)) } }

    /// Types a command with its colon and presses Enter.
    mutating func command(_ text: String) {
        type(":" + text)
        handle(.enter)
    }

    func shown(_ width: Int = 80, _ height: Int = 24) -> String {
        frame(width: width, height: height).plain
    }
}
