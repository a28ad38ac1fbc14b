import Diagram
import Picture
import Trace
import Zab

/// What a picture costs us, from the trace to DOT, beside what Graphviz takes for the same DOT.
enum PictureBench {
    static func run() throws {
        // The first picture of a process loads Graphviz's plug-ins.
        _ = try render(SequencePicture(recording: writes(messages: 8)).figure, .svg)
        for messages in [40, 200, 1_000] {
            let recording = writes(messages: messages)
            let dot = SequencePicture(recording: recording).figure.dot
            let ours = best(of: 9) { _ = SequencePicture(recording: recording).figure.dot }
            let theirs = try best(of: 5) { _ = try renderDOT(dot) }
            print(
                "picture of \(messages) messages: trace to DOT \(milliseconds(ours)), "
                    + "libgvc \(milliseconds(theirs)), ratio \(thousandths(ours / theirs))")
        }
    }

    /// One leader and four followers, write after write, without any other life.
    private static func writes(messages: Int) -> Recording {
        let members = (1...5).map { Header.Member(lane: .server($0), votes: true) }
        var writer = Writer(recording: Recording(header: Header(servers: members)))
        for member in members { writer.start(member.lane, isLeader: member.lane == "s1") }
        var counter: UInt32 = 0
        while writer.messages < messages {
            counter += 1
            writer.write(Zxid(epoch: 1, counter: counter))
        }
        return writer.recording
    }

    private struct Writer {
        var recording: Recording
        var messages = 0

        mutating func start(_ lane: Lane, isLeader: Bool) {
            var state = ServerState()
            state.role = isLeader ? .leading : .following
            state.phase = .broadcast
            state.accepted = 1
            state.current = 1
            let input = StepInput.start(accepted: 1, current: 1, last: .zero, snapshot: .zero)
            add(lane, input, cause: nil, [], state: state)
        }

        mutating func write(_ zxid: Zxid) {
            let append = StepEffect.append(zxid: zxid, digest: "", text: "create /a")
            let followers: [Lane] = ["s2", "s3", "s4", "s5"]
            let proposals = followers.map { message(.proposal, "s1", $0, zxid) }
            let sends = proposals.map { StepEffect.send(message: $0) }
            let proposed = add("s1", .durable(log: zxid), cause: nil, [append] + sends)
            for (index, proposal) in proposals.enumerated() {
                let lane = proposal.to
                let got = add(lane, .receive(message: proposal), cause: proposed, [append])
                let ack = message(.ack, lane, "s1", zxid)
                let durable = add(lane, .durable(log: zxid), cause: got, [.send(message: ack)])
                let commit = StepEffect.commit(
                    zxid: zxid, quorum: ["s1", "s2", "s3"], why: "quorumAcknowledged")
                add("s1", .receive(message: ack), cause: durable, index == 1 ? [commit] : [])
            }
        }

        private mutating func message(
            _ kind: MessageKind, _ from: Lane, _ to: Lane, _ zxid: Zxid
        ) -> MessageRecord {
            messages += 1
            return MessageRecord(
                id: "\(from).1-\(to).1#1/\(messages)", kind: kind, from: from, to: to, zxid: zxid)
        }

        @discardableResult
        private mutating func add(
            _ lane: Lane, _ input: StepInput, cause: Int?, _ effects: [StepEffect],
            state: ServerState? = nil
        ) -> Int {
            let n = recording.steps.count + 1
            recording.steps.append(
                Step(
                    n: n, t: Int64(n) * 1_000_000, at: lane, life: 1, input: input, cause: cause,
                    effects: effects, state: state))
            return n
        }
    }

    private static func best(of times: Int, _ body: () throws -> Void) rethrows -> Double {
        var best = Duration.seconds(3_600)
        for _ in 0..<times { best = min(best, try ContinuousClock().measure(body)) }
        return best / .milliseconds(1)
    }

    private static func milliseconds(_ value: Double) -> String { thousandths(value) + " ms" }

    private static func thousandths(_ value: Double) -> String {
        let whole = Int((value * 1_000).rounded())
        let rest = String(whole % 1_000)
        return "\(whole / 1_000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }
}
