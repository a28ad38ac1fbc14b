import Trace
import Zab

/// Three runs, told by hand as a simulator would tell them.
enum Stories {
    /// Three servers with empty disks choose s3, which establishes epoch 1.
    static func election(clients: [Lane] = []) -> Story {
        var story = Story(servers: 3, clients: clients, title: "An election of three")
        let all: [Lane] = ["s1", "s2", "s3"]
        func vote(_ leader: Lane, _ state: String = "looking") -> VoteRecord {
            VoteRecord(leader: leader, zxid: .zero, epoch: 0, round: 1, state: state)
        }
        for lane in all {
            var effects: [StepEffect] = [
                .look(round: 1, why: "serverStarts"),
                .vote(leader: lane, zxid: .zero, epoch: 0, why: "serverStarts"),
            ]
            for other in all where other != lane {
                effects.append(story.send(.notification, lane, other, vote: vote(lane)))
            }
            story.step(
                lane, .start(accepted: 0, current: 0, last: .zero, snapshot: .zero), effects,
                state: state {
                    $0.role = .looking
                    $0.phase = .election
                    $0.round = 1
                    $0.vote = "\(lane) 0:0 epoch 0"
                    $0.accepted = 0
                    $0.current = 0
                    $0.logged = .zero
                    $0.durable = .zero
                    $0.committed = .zero
                }, after: lane == "s1" ? 1_000_000 : 0)
        }
        story.receive(.notification, "s1", "s3", [.ignore(why: "worseVote")])
        var effects: [StepEffect] = [.vote(leader: "s3", zxid: .zero, epoch: 0, why: "higherID")]
        for other in ["s1", "s2"] as [Lane] {
            effects.append(story.send(.notification, "s3", other, vote: vote("s3")))
        }
        story.receive(.notification, "s2", "s3", [.ignore(why: "worseVote")])
        effects = [.vote(leader: "s3", zxid: .zero, epoch: 0, why: "higherID")]
        effects.append(story.send(.notification, "s1", "s2", vote: vote("s3")))
        effects.append(story.send(.notification, "s1", "s3", vote: vote("s3")))
        story.receive(
            .notification, "s3", "s1", effects, state: state { $0.vote = "s3 0:0 epoch 0" })
        effects = [.vote(leader: "s3", zxid: .zero, epoch: 0, why: "higherID")]
        effects.append(story.send(.notification, "s2", "s1", vote: vote("s3")))
        effects.append(story.send(.notification, "s2", "s3", vote: vote("s3")))
        story.receive(
            .notification, "s3", "s2", effects, state: state { $0.vote = "s3 0:0 epoch 0" })
        story.receive(.notification, "s2", "s1", [.ignore(why: "worseVote")])
        story.receive(.notification, "s1", "s2", [.ignore(why: "worseVote")])
        story.receive(.notification, "s2", "s1")
        story.receive(.notification, "s1", "s2")
        story.receive(.notification, "s1", "s3")
        story.receive(.notification, "s2", "s3")
        let wait = story.last
        story.step(
            "s3", .timer(name: "finalizeWait"), cause: wait,
            [
                .elect(
                    leader: "s3", zxid: .zero, epoch: 0, by: all, why: "quietPeriodOver")
            ],
            state: state {
                $0.role = .leading
                $0.phase = .discovery
                $0.leader = "s3"
            }, after: 200_000_000)
        for lane in ["s1", "s2"] as [Lane] {
            story.step(
                lane, .timer(name: "finalizeWait"), cause: wait,
                [
                    .elect(leader: "s3", zxid: .zero, epoch: 0, by: all, why: "quietPeriodOver"),
                    .connect(to: "s3"),
                ],
                state: state {
                    $0.role = .following
                    $0.phase = .discovery
                    $0.leader = "s3"
                })
        }
        for lane in ["s1", "s2"] as [Lane] {
            let hello = story.send(.followerInfo, lane, "s3", epoch: 0)
            story.step(lane, .connected(to: "s3"), cause: story.last, [hello])
        }
        let greet = story.send(.leaderInfo, "s3", "s1", epoch: 1)
        story.receive(
            .followerInfo, "s1", "s3",
            [
                .chooseEpoch(epoch: 1, quorum: ["s1", "s3"], why: "quorumPromised"),
                .record(accepted: 1, current: 0), greet,
            ], state: state { $0.accepted = 1 })
        let greetLate = story.send(.leaderInfo, "s3", "s2", epoch: 1)
        story.receive(.followerInfo, "s2", "s3", [greetLate])
        for lane in ["s1", "s2"] as [Lane] {
            story.receive(
                .leaderInfo, "s3", lane,
                [
                    .promise(epoch: 1, to: "s3", why: "quorumPromised"),
                    .record(accepted: 1, current: 0),
                ], state: state { $0.accepted = 1 })
        }
        for lane in ["s1", "s2"] as [Lane] {
            let promise = story.send(.ackEpoch, lane, "s3", zxid: .zero, epoch: 0)
            story.step(
                lane, .durableEpochs(accepted: 1, current: 0), cause: story.last, [promise],
                state: state { $0.phase = .synchronization })
        }
        for lane in ["s1", "s2"] as [Lane] {
            let diff = story.send(.diff, "s3", lane, zxid: .zero)
            let reign = story.send(.newLeader, "s3", lane, epoch: 1)
            story.receive(
                .ackEpoch, lane, "s3",
                [
                    .synchronize(
                        learner: lane, mode: .diff, from: .zero, to: .zero, why: "sameHistory"),
                    diff, reign,
                ],
                state: lane == "s1" ? state { $0.phase = .synchronization } : nil)
        }
        for lane in ["s1", "s2"] as [Lane] {
            story.receive(.diff, "s3", lane)
            story.receive(
                .newLeader, "s3", lane, [.record(accepted: 1, current: 1)],
                state: state { $0.current = 1 })
            let ack = story.send(.ackNewLeader, lane, "s3", zxid: zxid("1:0"))
            story.step(
                lane, .durableEpochs(accepted: 1, current: 1), cause: story.last, [ack])
        }
        let up = story.send(.upToDate, "s3", "s1")
        story.receive(
            .ackNewLeader, "s1", "s3",
            [
                .establish(
                    epoch: 1, quorum: ["s1", "s3"], history: .zero, why: "quorumHoldsHistory"),
                up,
            ],
            state: state {
                $0.phase = .broadcast
                $0.current = 1
                $0.serving = true
            })
        let upLate = story.send(.upToDate, "s3", "s2")
        story.receive(.ackNewLeader, "s2", "s3", [upLate])
        for lane in ["s1", "s2"] as [Lane] {
            story.receive(
                .upToDate, "s3", lane, [.serve(role: .following, epoch: 1)],
                state: state {
                    $0.phase = .broadcast
                    $0.serving = true
                })
        }
        return story
    }

    /// c1 asks s1, s3 proposes, two flushes make a quorum; where the write begins.
    static func write(_ path: String, _ number: UInt32, in story: inout Story) {
        let id = CallID(session: 1, xid: Int32(number))
        let at = Zxid(epoch: 1, counter: number)
        let call = story.send(.call, "c1", "s1", text: "create \(path)")
        story.step(
            "c1", .call(id: id, text: "create \(path)", opcode: 1, body: Bytes([])), [call],
            after: 5_000_000)
        let request = story.send(.request, "s1", "s3", text: "create \(path)")
        story.receive(.call, "c1", "s1", [request])
        let first = story.send(.proposal, "s3", "s1", zxid: at, text: "create \(path)")
        let second = story.send(.proposal, "s3", "s2", zxid: at, text: "create \(path)")
        let own = story.receive(
            .request, "s1", "s3",
            [
                .propose(
                    zxid: at, digest: "d", text: "create \(path)", call: id, txn: Bytes([])),
                .append(zxid: at, digest: "d", text: "create \(path)"), .flush, first, second,
            ], state: state { $0.logged = at })
        let followers: [Lane] = ["s1", "s2"]
        var written: [Int] = []
        for lane in followers {
            written.append(
                story.receive(
                    .proposal, "s3", lane,
                    [.append(zxid: at, digest: "d", text: "create \(path)"), .flush],
                    state: state { $0.logged = at }))
        }
        story.step(
            "s3", .durable(log: at), cause: own, [.countAck(zxid: at, by: "s3", acks: 1, needs: 2)],
            state: state {
                $0.durable = at
                $0.acks = ["s3"]
            })
        for (lane, cause) in zip(followers, written) {
            let ack = story.send(.ack, lane, "s3", zxid: at)
            story.step(
                lane, .durable(log: at), cause: cause, [ack], state: state { $0.durable = at })
        }
        let commits = followers.map { story.send(.commit, "s3", $0, zxid: at) }
        story.receive(
            .ack, "s1", "s3",
            [
                .countAck(zxid: at, by: "s1", acks: 2, needs: 2),
                .commit(zxid: at, quorum: ["s1", "s3"], why: "quorumAcknowledged"),
                .deliver(zxid: at, digest: "d", text: "create \(path)", changes: []),
            ] + commits,
            state: state {
                $0.committed = at
                $0.acks = []
            })
        story.receive(.ack, "s2", "s3", [.ignore(why: "alreadyCommitted")])
        let outcome = OutcomeRecord(zxid: at, error: nil, text: path, body: Bytes([]))
        let reply = story.send(.reply, "s1", "c1", outcome: outcome)
        story.receive(
            .commit, "s3", "s1",
            [.deliver(zxid: at, digest: "d", text: "create \(path)", changes: []), reply],
            state: state { $0.committed = at })
        story.receive(
            .commit, "s3", "s2",
            [.deliver(zxid: at, digest: "d", text: "create \(path)", changes: [])],
            state: state { $0.committed = at })
        story.receive(.reply, "s1", "c1", [.answered(id: id, outcome: outcome)])
    }

    /// The leader pings, idle.
    static func pings(_ rounds: Int, in story: inout Story) {
        for _ in 0..<rounds {
            let pings = (["s1", "s2"] as [Lane]).map { story.send(.ping, "s3", $0) }
            story.step("s3", .timer(name: "halfTick"), pings, after: 1_000_000_000)
            for lane in ["s1", "s2"] as [Lane] {
                let pong = story.send(.ping, lane, "s3")
                story.receive(.ping, "s3", lane, [pong])
            }
            for lane in ["s1", "s2"] as [Lane] { story.receive(.ping, lane, "s3") }
        }
    }

    static func broadcast() -> Story {
        var story = election(clients: ["c1"])
        write("/lock", 1, in: &story)
        pings(2, in: &story)
        write("/b", 2, in: &story)
        return story
    }

    /// s2 is cut off, misses a write, crashes, and is brought back in step by DIFF.
    static func recovery() -> Story {
        var story = election(clients: ["c1"])
        write("/a", 1, in: &story)
        story.step(.network, .command(text: "partition s2 | s1 s3"))
        let at = zxid("1:2")
        let id = CallID(session: 1, xid: 2)
        let call = story.send(.call, "c1", "s1", text: "create /b")
        story.step("c1", .call(id: id, text: "create /b", opcode: 1, body: Bytes([])), [call])
        let request = story.send(.request, "s1", "s3", text: "create /b")
        story.receive(.call, "c1", "s1", [request])
        let first = story.send(.proposal, "s3", "s1", zxid: at, text: "create /b")
        let second = story.send(.proposal, "s3", "s2", zxid: at, text: "create /b")
        let own = story.receive(
            .request, "s1", "s3",
            [.append(zxid: at, digest: "d", text: "create /b"), .flush, first, second],
            state: state { $0.logged = at })
        story.lose(.proposal, "s3", "s2", .partitioned)
        let written = story.receive(
            .proposal, "s3", "s1", [.append(zxid: at, digest: "d", text: "create /b"), .flush],
            state: state { $0.logged = at })
        story.step(
            "s3", .durable(log: at), cause: own, [.countAck(zxid: at, by: "s3", acks: 1, needs: 2)],
            state: state { $0.durable = at })
        let ack = story.send(.ack, "s1", "s3", zxid: at)
        story.step("s1", .durable(log: at), cause: written, [ack], state: state { $0.durable = at })
        let commits = (["s1", "s2"] as [Lane]).map { story.send(.commit, "s3", $0, zxid: at) }
        story.receive(
            .ack, "s1", "s3",
            [
                .countAck(zxid: at, by: "s1", acks: 2, needs: 2),
                .commit(zxid: at, quorum: ["s1", "s3"], why: "quorumAcknowledged"),
            ] + commits, state: state { $0.committed = at })
        story.lose(.commit, "s3", "s2", .partitioned)
        let outcome = OutcomeRecord(zxid: at, error: nil, text: "/b", body: Bytes([]))
        let reply = story.send(.reply, "s1", "c1", outcome: outcome)
        story.receive(
            .commit, "s3", "s1",
            [.deliver(zxid: at, digest: "d", text: "create /b", changes: []), reply],
            state: state { $0.committed = at })
        story.receive(.reply, "s1", "c1", [.answered(id: id, outcome: outcome)])
        story.step("s2", .crash(power: false, lost: []), state: ServerState.down)
        story.step(.network, .command(text: "heal"))
        let look = story.send(
            .notification, "s2", "s3",
            vote: VoteRecord(leader: "s2", zxid: zxid("1:1"), epoch: 1, round: 1, state: "looking"))
        story.step(
            "s2", .start(accepted: 1, current: 1, last: zxid("1:1"), snapshot: .zero),
            [.look(round: 1, why: "serverStarts"), look],
            state: state {
                $0.role = .looking
                $0.phase = .election
            })
        let told = story.send(
            .notification, "s3", "s2",
            vote: VoteRecord(leader: "s3", zxid: .zero, epoch: 0, round: 1, state: "leading"))
        story.receive(.notification, "s2", "s3", [.ignore(why: "alreadyDecided"), told])
        let hello = story.send(.followerInfo, "s2", "s3", epoch: 1)
        story.receive(
            .notification, "s3", "s2",
            [
                .elect(
                    leader: "s3", zxid: .zero, epoch: 0, by: ["s1", "s3"],
                    why: "joinsEstablishedLeader"), hello,
            ],
            state: state {
                $0.role = .following
                $0.phase = .discovery
                $0.leader = "s3"
            })
        let info = story.send(.leaderInfo, "s3", "s2", epoch: 1)
        story.receive(.followerInfo, "s2", "s3", [info])
        let promise = story.send(.ackEpoch, "s2", "s3", zxid: zxid("1:1"))
        story.receive(
            .leaderInfo, "s3", "s2", [promise], state: state { $0.phase = .synchronization })
        let diff = story.send(.diff, "s3", "s2", zxid: at)
        let missed = story.send(.proposal, "s3", "s2", zxid: at)
        let commit = story.send(.commit, "s3", "s2", zxid: at)
        let reign = story.send(.newLeader, "s3", "s2", epoch: 1)
        story.receive(
            .ackEpoch, "s2", "s3",
            [
                .synchronize(
                    learner: "s2", mode: .diff, from: zxid("1:1"), to: at, why: "gapInWindow"),
                diff, missed, commit, reign,
            ])
        story.receive(.diff, "s3", "s2")
        story.receive(
            .proposal, "s3", "s2", [.append(zxid: at, digest: "d", text: "create /b")],
            state: state { $0.logged = at })
        story.receive(.commit, "s3", "s2")
        let flush = story.receive(.newLeader, "s3", "s2", [.flush])
        let back = story.send(.ackNewLeader, "s2", "s3", zxid: zxid("1:0"))
        story.step(
            "s2", .durable(log: at), cause: flush, [back], state: state { $0.durable = at })
        let up = story.send(.upToDate, "s3", "s2")
        story.receive(.ackNewLeader, "s2", "s3", [up])
        story.receive(
            .upToDate, "s3", "s2",
            [.deliver(zxid: at, digest: "d", text: "create /b", changes: [])],
            state: state {
                $0.phase = .broadcast
                $0.committed = at
            })
        return story
    }
}
