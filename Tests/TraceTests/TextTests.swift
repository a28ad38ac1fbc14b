import Testing
import Trace
import Zab

@Suite struct `Text of steps` {
    @Test func `the standard form leaves out timers and pings and folds a fan-out`() {
        #expect(
            Samples.write3.text() == """
                   1     0.000ms  s1  starts with epoch 0, promised 0, log to 0:0
                                        now leading, phase broadcast, leader s1
                   2     1.500ms  s1  receives REQUEST create /a from s3
                                        propose 1:1 create /a
                                        send PROPOSAL 1:1 create /a to s2 s3
                                        append 1:1 create /a
                                        flush
                   3     2.000ms  net lost PROPOSAL 1:1 create /a from s1 to s3: the receiver was down
                   5   120.000ms  s1  receives ACK 1:1 from s2
                                        count ACK 1:1 by s2: 2 of 2 needed
                                        commit 1:1 with s1 s2 (a quorum has it on disk)
                                        deliver 1:1: created /a
                   6   130.000ms  s2  loses power, losing 1:1
                                        now down
                """)
    }

    @Test func `decisions only`() throws {
        #expect(
            Samples.write3.text(try TraceFilter(words: ["s1", "decisions"])) == """
                   5   120.000ms  s1  receives ACK 1:1 from s2
                                        count ACK 1:1 by s2: 2 of 2 needed
                                        commit 1:1 with s1 s2 (a quorum has it on disk)
                """)
    }

    @Test func `messages only`() throws {
        #expect(
            Samples.write3.text(try TraceFilter(words: ["messages", "s1", "net"])) == """
                   1     0.000ms  s1  starts with epoch 0, promised 0, log to 0:0
                                        now leading, phase broadcast, leader s1
                   2     1.500ms  s1  receives REQUEST create /a from s3
                                        send PROPOSAL 1:1 create /a to s2 s3
                   3     2.000ms  net lost PROPOSAL 1:1 create /a from s1 to s3: the receiver was down
                   5   120.000ms  s1  receives ACK 1:1 from s2
                """)
    }

    @Test func `everything`() throws {
        let text = Samples.write3.text(try TraceFilter(words: ["all", "s1"]))
        #expect(
            text.split(separator: "\n").suffix(8).prefix(3) == [
                "   4     2.000ms  s1  timer halfTick",
                "                        start timer halfTick 1s",
                "                        send PING to s2",
            ])
        #expect(text.hasSuffix("now committed 1:1"))
    }

    @Test func `an unknown word of a filter is named`() {
        #expect(throws: TraceFilter.UnknownWord(word: "desicions")) {
            try TraceFilter(words: ["s1", "desicions"])
        }
    }

    @Test func `sentences`() {
        let run = Samples.write3
        #expect(
            run.steps.map { $0.sentence(role: $0.at == "s1" ? .leading : nil) } == [
                "Step 1. s1, leading, starts with epoch 0, promised 0, log to 0:0.",
                "Step 2. s1, leading, receives REQUEST create /a from s3; proposes 1:1 create /a; "
                    + "sends PROPOSAL 1:1 create /a to s2 and s3; appends 1:1 create /a; flushes.",
                "Step 3. lost PROPOSAL 1:1 create /a from s1 to s3: the receiver was down.",
                "Step 4. s1, leading, hears its timer halfTick.",
                "Step 5. s1, leading, receives ACK 1:1 from s2; counts ACK 1:1 by s2: 2 of 2 needed; "
                    + "commits 1:1 with s1 s2 (a quorum has it on disk); delivers 1:1: created /a.",
                "Step 6. s2 loses power, losing 1:1.",
            ])
    }

    @Test func `more of one kind than anyone reads are told by the first and the last`() {
        func sentence(_ count: UInt32) -> String {
            let zxids = (1...count).map { Zxid(epoch: 1, counter: $0) }
            return Step(
                n: 7, t: 0, at: "s1", life: 1, input: .durable(log: zxids[zxids.count - 1]),
                cause: nil,
                effects: zxids.map { .countAck(zxid: $0, by: "s1", acks: 1, needs: 1) }
                    + [.commit(zxid: zxids[0], quorum: ["s1"], why: "q")], state: nil
            ).sentence()
        }
        #expect(
            sentence(9)
                == "Step 7. s1 has 1:9 on disk; counts ACK 1:1 by s1: 1 of 1 needed; … 7 more; "
                + "counts ACK 1:9 by s1: 1 of 1 needed; commits 1:1 with s1 (q).")
        #expect(sentence(8).split(separator: ";").count == 10)
        let calls = (1...9).map { StepEffect.unknown(id: CallID(session: 1, xid: $0)) }
        let mixed = Step(
            n: 8, t: 0, at: "s1", life: 1, input: .timer(name: "ping"), cause: nil,
            effects: calls.flatMap { [$0, .closeClient(client: "c1", why: "x")] }, state: nil)
        // The first and the last of each, and how many stand between them.
        #expect(mixed.sentence().split(separator: ";").count == 7)
    }

    @Test(
        arguments: [
            (0, "0.000ms"), (1_999, "0.001ms"), (120_000_000, "120.000ms"),
            (-5_000_000, "-5.000ms"),
        ] as [(Int64, String)])
    func `times are milliseconds`(time: Int64, text: String) {
        #expect(Wording.time(time) == text)
    }

    @Test(
        arguments: [
            (2_000_000_000, "2s"), (200_000_000, "200ms"), (1_500_000, "1500us"), (7, "7ns"),
        ] as [(Int64, String)])
    func `durations take the largest unit`(time: Int64, text: String) {
        #expect(Wording.duration(time) == text)
    }

    @Test func `every reason of the protocol has its explanation`() {
        for reason in Reason.allCases {
            #expect(Wording.reason(reason.rawValue) == reason.explanation)
        }
        #expect(Wording.reason("connectionBroken") == "connection broken")
    }
}
