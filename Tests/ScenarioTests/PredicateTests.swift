import Scenario
import Testing
import Trace
import Zab

/// One write by hand: s3 leads, s1 follows, c1 asks s1; s2 is cut off; then the leader crashes.
enum Run {
    static let z = Zxid(epoch: 1, counter: 1)

    static func message(
        _ kind: MessageKind, _ from: Lane, _ to: Lane, _ zxid: Zxid? = nil
    ) -> MessageRecord {
        MessageRecord(id: "x", kind: kind, from: from, to: to, zxid: zxid)
    }

    static func state(_ body: (inout ServerState) -> Void) -> ServerState {
        var state = ServerState()
        body(&state)
        return state
    }

    static func step(
        _ at: Lane, _ input: StepInput, _ effects: [StepEffect] = [], _ state: ServerState? = nil
    ) -> Step {
        Step(n: 0, t: 0, at: at, life: 1, input: input, effects: effects, state: state)
    }

    static let id = CallID(session: 1, xid: 1)
    static let ok = OutcomeRecord(zxid: z, error: nil, text: "/a", body: Bytes([]))

    static let recording: Recording = {
        var steps = [
            step(
                "s3", .timer(name: "finalizeWait"),
                [
                    .elect(
                        leader: "s3", zxid: .zero, epoch: 0, by: ["s1", "s3"],
                        why: "quietPeriodOver")
                ],
                state {
                    $0.role = .leading
                    $0.phase = .discovery
                }),
            step("s1", .timer(name: "finalizeWait"), [], state { $0.role = .following }),
            step(
                "s3", .receive(message: message(.ackNewLeader, "s1", "s3")),
                [
                    .establish(
                        epoch: 1, quorum: ["s1", "s3"], history: .zero, why: "quorumHoldsHistory")
                ],
                state {
                    $0.phase = .broadcast
                    $0.current = 1
                }),
            step("c1", .call(id: id, text: "create /a", opcode: 1, body: Bytes([]))),
            step(
                "s3", .receive(message: message(.request, "s1", "s3")),
                [
                    .append(zxid: z, digest: "", text: "create /a"), .flush,
                    .send(message: message(.proposal, "s3", "s1", z)),
                    .send(message: message(.proposal, "s3", "s2", z)),
                ]),
            step("net", .lost(message: message(.proposal, "s3", "s2", z), why: .partitioned)),
            step(
                "s3", .durable(log: z.next),
                [.countAck(zxid: z, by: "s3", acks: 1, needs: 2)],
                state { $0.durable = z.next }),
            step(
                "s3", .receive(message: message(.ack, "s1", "s3", z)),
                [
                    .countAck(zxid: z, by: "s1", acks: 2, needs: 2),
                    .commit(zxid: z, quorum: ["s1", "s3"], why: "quorumAcknowledged"),
                    .deliver(zxid: z, digest: "", text: "", changes: []),
                ], state { $0.committed = z }),
            step(
                "s1", .receive(message: message(.commit, "s3", "s1", z)),
                [.deliver(zxid: z, digest: "", text: "", changes: [])], state { $0.committed = z }),
            step(
                "c1", .receive(message: message(.reply, "s1", "c1")),
                [.answered(id: id, outcome: ok)]),
            step(
                "s1", .receive(message: message(.commit, "s3", "s1", z)),
                [.ignore(why: "alreadyCommitted")]),
            step("s3", .crash(power: false, lost: []), [], .down),
        ]
        for index in steps.indices {
            steps[index].n = index + 1
            steps[index].t = Int64(index) * 1_000_000_000
        }
        return Recording(
            header: Header(servers: ["s1", "s2", "s3"].map { .init(lane: $0, votes: true) }),
            steps: steps)
    }()
}

@Suite struct `Predicates` {
    @Test(
        arguments: [
            ("s3 receives REQUEST", [5]), ("s3 receives message", [3, 5, 8]),
            ("s3 receives ACK 1:1 from s1", [8]), ("s3 receives ACK from leader", []),
            ("s3 receives ACK from follower 1", [8]), ("s3 sends PROPOSAL", [5]),
            ("s3 sends proposal 1:1 to s2", [5]), ("s3 sends PROPOSAL to s3", []),
            ("lost PROPOSAL to s2", [6]), ("lost message because partitioned", [6]),
            ("lost PROPOSAL 1:1 from leader to s2 because dropped", []),
            ("leader appends 1:1", [5]), ("s3 flushes", [5]), ("s3 durable", [7]),
            ("s3 durable 1:1", [7]), ("s3 durable 1:2", [7]), ("s3 durable 1:3", []),
            ("leader counts ACK 1:1 by s1", [8]), ("leader commits 1:1", [8]),
            ("leader commits because quorumAcknowledged", [8]), ("any delivers 1:1", [8, 9]),
            ("second any delivers", [9]), ("2nd any delivers 1:1", [9]),
            ("third any delivers", []), ("s3 elects s3", [1]),
            ("s3 elects leader because quietPeriodOver", [1]),
            ("leader establishes 1", [3]), ("s3 becomes leading", [1]), ("any becomes down", [12]),
            ("s3 enters broadcast", [3]), ("s1 ignores", [11]),
            ("s1 ignores because alreadyCommitted", [11]), ("s1 ignores because olderRound", []),
            ("leader crashes", [12]), ("leader loses power", []),
            ("s1 hears timer finalizeWait", [2]), ("c1 calls", [4]), ("c1 calls \"create\"", [4]),
            ("c1 calls \"delete\"", []), ("c1 answered", [10]), ("c1 answered ok", [10]),
            ("c1 answered NODEEXISTS", []), ("c2 answered", []),
            ("role(s3) = leading", [1]), ("role(leader) = leading", [1]),
            ("phase(s3) = broadcast", [3]), ("leader established", [3]), ("leader s3", [3]),
            ("leader = s3", [3]), ("leader = none", [1, 12]), ("no leader", [12]),
            ("count(leading) = 1", [1]), ("count(down) >= 2", [1, 12]), ("count(up) = 2", [2]),
            ("count(broadcast) > 0", [3]), ("count(any delivers) = 2", [9]),
            ("committed(s1) >= 1:1", [9]), ("committed(s1) = committed(s3)", [1, 9]),
            ("committed(any) = 1:1", [8]), ("committed(all) = 1:1", []),
            ("committed(follower 1) = 1:1", [9]), ("committed(observer 1) = 0:0", []),
            ("epoch(s3) = 1", [3]), ("answered(c1)", [10]), ("waiting(c1)", [4]),
            ("answered(c1) = no", [1]), ("result(c1) = ok", [10]), ("answers(c1) = 1", [10]),
            ("zxid(c1) = 1:1", [10]), ("time >= 8.5s", [10]),
            ("leader commits and committed(s1) < 1:1", [8]),
            ("(s1 delivers or s3 delivers) and not c1 answered", [8, 9]),
            ("not (leader established) and time > 5s", [12]),
            ("s3 becomes leading or s1 becomes following", [1, 2]),
        ])
    func `matches these steps`(text: String, steps: [Int]) throws {
        #expect(Run.recording.steps(where: try Predicate(parsing: text)) == steps)
    }

    @Test(
        arguments: [
            ("s3 sends PROPOSAL", true), ("leader commits 1:1 and c1 answered", true),
            ("second any delivers", true), ("third any delivers", false),
            ("role(s3) = down", true), ("role(s3) = leading", false), ("no leader", true),
            ("c1 unknown", false), ("not c1 unknown", true), ("count(s3 sends PROPOSAL) = 2", true),
            ("second s3 sends PROPOSAL", true),
        ])
    func `is true or not at the end`(text: String, truth: Bool) throws {
        #expect(try Predicate(parsing: text).holds(atEndOf: Run.recording) == truth)
    }

    @Test func `worlds are compared by name`() throws {
        var early = Run.recording
        early.steps.removeLast(6)
        func holds(_ text: String) throws -> Bool {
            try Predicate(parsing: text).holds(
                atEndOf: Run.recording, beside: [("early", early)])
        }
        #expect(try holds("committed(s1) > committed(s1 in early)"))
        #expect(try holds("in early (leader s3 and not c1 answered) and c1 answered"))
        #expect(try holds("in early waiting(c1) and not waiting(c1)"))
        #expect(try holds("count(any delivers in early) = 0"))
        #expect(try holds("count(leading in early) = 1"))
        #expect(try !holds("leader s3 or in nowhere leader s3"))
        #expect(
            try Predicate(parsing: "in a leader s1 and committed(s1 in b) > 1:1").worlds
                == ["a", "b"])
    }

    @Test func `an evaluator counts from where it was made`() throws {
        var view = RunView(header: Run.recording.header)
        for step in Run.recording.steps.prefix(8) { view.apply(step) }
        var late = Evaluator(try Predicate(parsing: "any delivers 1:1"))
        #expect(!late.happened(in: Worlds(main: view)))
        view.apply(Run.recording.steps[8])
        late.feed(view)
        #expect(late.happened(in: Worlds(main: view)))
        #expect(late.place == .effect(0))
    }

    @Test func `two believe that they lead, one has a quorum`() throws {
        var run = Run.recording
        run.steps.removeLast()
        run.steps.append(
            Run.step("s1", .timer(name: "t"), [], Run.state { $0.role = .leading }))
        run.steps[11].n = 12
        #expect(try Predicate(parsing: "count(leading) = 2").holds(atEndOf: run))
        #expect(try Predicate(parsing: "leader s3 and not leader s1").holds(atEndOf: run))
        #expect(
            try Predicate(parsing: "role(leader) = leading and leader = s3").holds(atEndOf: run))
    }

    @Test(
        arguments: [
            (
                "s1 sents ACK",
                "column 4: \"sents\" is not what a server does; did you mean \"sends\"?"
            ),
            ("s1 sends AKC", "column 10: \"AKC\" is not a kind of message; did you mean \"ACK\"?"),
            (
                "c1 delivers",
                "column 4: \"delivers\" is not what a client does (calls, answered, unknown, notified, changes)"
            ),
            ("rle(s1) = leading", "column 1: \"rle\" is not a function; did you mean \"role\"?"),
            (
                "role(s1) = leadng",
                "column 12: \"leadng\" is not one of the words (down, looking, following, leading, observing); did you mean \"leading\"?"
            ),
            ("role(s1) > leading", "column 1: only = and != compare these"),
            ("role(s1) = round(s1)", "column 12: these two are never equal: they differ in kind"),
            ("committed(s1) >= 12", "column 18: a zxid (like 1:7) is expected here, not \"12\""),
            (
                "committed(s1)",
                "column 14: a comparison (= != < <= > >=) is expected here, not the end"
            ),
            (
                "leader commits 1:1 adn c1 answered",
                "column 20: the predicate should end here, before \"adn\"; did you mean \"and\"?"
            ),
            ("(leader s1", "column 11: \")\" is expected here, not the end"),
            ("", "column 1: the beginning of a predicate is expected here, not the end"),
            (
                "no ledger",
                "column 4: \"leader\" is expected here, not \"ledger\"; did you mean \"leader\"?"
            ),
            ("answered(s1)", "column 10: a client (like c1) is expected here, not \"s1\""),
            (
                "count(ledding) = 1",
                "column 7: \"ledding\" is not something to count; did you mean \"leading\"?"
            ),
            (
                "s1 ignores because oldRound",
                "column 20: \"oldRound\" is not a reason; did you mean \"olderRound\"?"
            ),
            (
                "follower 0 crashes",
                "column 10: the number of the follower is from 1 to 1000, not 0"
            ),
        ])
    func `a mistake is an error with its place`(text: String, message: String) throws {
        let error = try #require(throws: ScenarioError.self) {
            try Predicate(parsing: text, line: 3)
        }
        #expect("\(error)" == "line 3, \(message)")
    }

    @Test func `a predicate may run over lines`() throws {
        let error = try #require(throws: ScenarioError.self) {
            try Predicate(parsing: "leader s1\nand leader x", line: 3, column: 5)
        }
        #expect((error.line, error.column) == (4, 12))
    }
}
