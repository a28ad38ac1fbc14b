import Trace
import Zab

/// A short recording by hand: one write on three servers, with a loss and a crash.
enum Samples {
    static let header = Header(
        servers: [
            .init(lane: "s1", votes: true), .init(lane: "s2", votes: true),
            .init(lane: "s3", votes: false),
        ], clients: ["c1"], groups: [["s1": 1, "s2": 2]], seed: .max, off: [.ackAfterFlush],
        assumptionsOff: ["fifo"], title: "a/b \"c\"", scenario: "ensemble 3\n,\"zabscope\":1")

    static func message(
        _ kind: MessageKind, _ from: Lane, _ to: Lane, zxid: Zxid? = nil, text: String? = nil
    ) -> MessageRecord {
        MessageRecord(
            id: "\(from).1-\(to).1#1/1", kind: kind, from: from, to: to, zxid: zxid, text: text)
    }

    static let write = Zxid(epoch: 1, counter: 1)

    static var write3: Recording {
        var leading = ServerState()
        leading.role = .leading
        leading.phase = .broadcast
        leading.leader = "s1"
        var committed = ServerState()
        committed.committed = write
        let proposal = { message(.proposal, "s1", $0, zxid: write, text: "create /a") }
        var ack = message(.ack, "s2", "s1", zxid: write)
        ack.epoch = nil
        return Recording(
            header: header,
            steps: [
                Step(
                    n: 1, t: 0, at: "s1", life: 1,
                    input: .start(accepted: 0, current: 0, last: .zero, snapshot: .zero),
                    effects: [.startTimer(name: "halfTick", after: 1_000_000_000)], state: leading),
                Step(
                    n: 2, t: 1_500_000, at: "s1", life: 1,
                    input: .receive(message: message(.request, "s3", "s1", text: "create /a")),
                    cause: 1,
                    effects: [
                        .propose(
                            zxid: write, digest: "d", text: "create /a",
                            call: CallID(session: 1, xid: 1), txn: Bytes([0, 255])),
                        .send(message: proposal("s2")), .send(message: proposal("s3")),
                        .append(zxid: write, digest: "d", text: "create /a"), .flush,
                    ]),
                Step(
                    n: 3, t: 2_000_000, at: "net", life: 0,
                    input: .lost(message: proposal("s3"), why: .receiverDown), cause: 2),
                Step(
                    n: 4, t: 2_000_001, at: "s1", life: 1, input: .timer(name: "halfTick"),
                    cause: 1,
                    effects: [
                        .startTimer(name: "halfTick", after: 1_000_000_000),
                        .send(message: message(.ping, "s1", "s2")),
                    ]),
                Step(
                    n: 5, t: 120_000_000, at: "s1", life: 1, input: .receive(message: ack),
                    cause: 2,
                    effects: [
                        .countAck(zxid: write, by: "s2", acks: 2, needs: 2),
                        .commit(zxid: write, quorum: ["s1", "s2"], why: "quorumAcknowledged"),
                        .deliver(
                            zxid: write, digest: "d", text: "create /a", changes: ["created /a"]),
                    ], state: committed),
                Step(
                    n: 6, t: 130_000_000, at: "s2", life: 1,
                    input: .crash(power: true, lost: [write]), state: .down),
            ])
    }

    /// Many steps, each raising s1's committed zxid.
    static func long(_ count: Int) -> Recording {
        Recording(
            header: header,
            steps: (1...count).map { n in
                var state = ServerState()
                state.committed = Zxid(epoch: 1, counter: UInt32(n))
                return Step(
                    n: n, t: Int64(n), at: n.isMultiple(of: 2) ? "s1" : "s2", life: 1,
                    input: .timer(name: "t"), cause: n > 1 ? n / 2 : nil, state: state)
            })
    }
}
