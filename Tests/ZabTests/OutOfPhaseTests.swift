import Testing

@_spi(Breaking) @testable import Zab

/// Whatever comes, whenever it comes: the peer says something, and does not crash.
@Suite struct OutOfPhaseTests {
    static let messages = notifications + link(epochs: [0, 1, 2, 9, .max], [0, 1, 2, 9, .max])

    static let notifications: [Message] = {
        var messages: [Message] = []
        for state in [
            Notification.State.looking, .following, .leading, .observing,
        ] {
            for leader in [1, 2, 3, 7] as [Int64] {
                for (zxid, epoch, round) in [
                    (nil, 0, 0), (z(1, 1), 1, 1), (z(.max, .max), Epoch.max, UInt64.max - 1),
                ] as [(Zxid?, Epoch, UInt64)] {
                    messages.append(
                        .notification(
                            Notification(
                                state: state,
                                vote: Vote(leader: ServerID(leader), zxid: zxid, epoch: epoch),
                                round: round)))
                }
            }
        }
        return messages
    }()

    static func link(epochs: [Epoch], _ counters: [UInt32]) -> [Message] {
        var messages: [Message] = []
        for epoch in epochs {
            messages += [
                .learnerInfo(acceptedEpoch: epoch, observer: false),
                .learnerInfo(acceptedEpoch: epoch, observer: true),
                .leaderInfo(epoch), .newLeader(epoch),
            ]
            for counter in counters {
                let zxid = z(epoch, counter)
                messages += [
                    .ackEpoch(current: epoch, last: zxid), .ackEpoch(current: nil, last: zxid),
                    .ack(zxid), .pong(zxid, touched: []), .diff(zxid), .trunc(zxid), .snap(zxid),
                    .proposal(.at(zxid)), .commit(zxid), .inform(.at(zxid)), .ping(zxid),
                ]
            }
        }
        return messages + [
            .request([]), .revalidate([]), .snapshotPiece([], isLast: false),
            .snapshotPiece([], isLast: true), .upToDate, .sync, .revalidated([]),
        ]
    }

    static let others: [Input] =
        [
            .connected(.leader(Solo.s2)), .connected(.leader(Solo.s3)),
            .connected(.learner(Solo.s1)), .connected(.learner(Solo.s2)),
            .connected(.learner(ServerID(7))), .disconnected(.leader(Solo.s2)),
            .disconnected(.leader(Solo.s3)), .disconnected(.learner(Solo.s1)),
            .disconnected(.learner(ServerID(7))), .snapshotSent(to: Solo.s1),
            .snapshotSent(to: ServerID(7)), .relay(.sync, to: Solo.s1), .relay(.sync, to: Solo.s3),
            .durable(.epochs(Epochs(accepted: 9, current: 9))), .durable(.snapshot(z(9, 9))),
        ]
        + [Timer.resendVote, .finalizeWait, .reconnect, .setup, .leaderSilence, .halfTick].map {
            .timer($0)
        }

    /// Every role at every stage that it can wait in.
    static let peers: [(String, Solo)] = [
        ("looking", make(1) { $0.tell(.start) }),
        (
            "finalizing",
            make(1) { peer in
                peer.tell(.start)
                let vote = Vote(leader: Solo.s3, zxid: .zero, epoch: 0)
                peer.hear(
                    .notification(Notification(state: .looking, vote: vote, round: 1)),
                    from: Solo.s3)
            }
        ),
        (
            "connecting",
            make(1) { peer in
                peer.follow()
                peer.tell(.disconnected(.leader(Solo.s3)))
            }
        ),
        ("learner in discovery", make(1) { $0.follow() }),
        (
            "learner promising",
            make(1) { peer in
                peer.follow()
                peer.hear(.leaderInfo(2), from: Solo.s3)
            }
        ),
        ("awaiting sync", make(1, log: [z(1, 1), z(1, 2)]) { $0.promise(2) }),
        (
            "receiving DIFF",
            make(1, log: [z(1, 1), z(1, 2)]) { peer in
                peer.promise(2)
                peer.hear(.diff(z(1, 2)), from: Solo.s3)
            }
        ),
        (
            "receiving TRUNC",
            make(1, log: [z(1, 1), z(1, 2)]) { peer in
                peer.promise(2)
                peer.hear(.trunc(z(1, 1)), from: Solo.s3)
            }
        ),
        (
            "receiving SNAP",
            make(1, log: [z(1, 1), z(1, 2)]) { peer in
                peer.promise(2)
                peer.hear(.snap(z(1, 9)), from: Solo.s3)
            }
        ),
        (
            "saving history",
            make(1) { peer in
                peer.promise(2)
                peer.hear(.diff(z(1, 1)), from: Solo.s3)
                peer.hear(.proposal(.at(z(1, 1))), from: Solo.s3)
                peer.hear(.newLeader(2), from: Solo.s3)
            }
        ),
        (
            "learner recording epoch",
            make(1) { peer in
                peer.promise(2)
                peer.hear(.diff(.zero), from: Solo.s3)
                peer.hear(.newLeader(2), from: Solo.s3)
            }
        ),
        (
            "acknowledged",
            make(1) { peer in
                peer.promise(2)
                peer.hear(.diff(.zero), from: Solo.s3)
                peer.hear(.newLeader(2), from: Solo.s3)
                peer.finishDisk()
            }
        ),
        (
            "following",
            make(1) { peer in
                peer.join(1)
                peer.hear(.proposal(.at(z(1, 1))), from: Solo.s3)
            }
        ),
        ("leader in discovery", make(3) { $0.winElection() }),
        (
            "leader promising",
            make(3) { peer in
                peer.winElection()
                peer.admit(Solo.s1)
            }
        ),
        (
            "awaiting promises",
            make(3) { peer in
                peer.winElection()
                peer.admit(Solo.s1)
                peer.finishDisk()
            }
        ),
        (
            "leader recording epoch",
            make(3, log: [z(1, 1)]) { peer in
                peer.winElection()
                peer.admit(Solo.s1)
                peer.finishDisk()
                peer.hear(.ackEpoch(current: 0, last: .zero), from: Solo.s1)
            }
        ),
        (
            "leader synchronizing",
            make(3, log: [z(1, 1)]) { peer in
                peer.winElection()
                peer.admit(Solo.s1)
                peer.finishDisk()
                peer.hear(.ackEpoch(current: 0, last: .zero), from: Solo.s1)
                peer.finishDisk()
            }
        ),
        (
            "leading",
            make(3) { peer in
                peer.lead()
                peer.tell(.propose([1]))
            }
        ),
        ("leading, all committed", make(3) { $0.lead() }),
    ]

    private static func make(
        _ id: Int64, log: [Zxid] = [], _ body: (inout Solo) -> Void
    ) -> Solo {
        var peer = Solo(id, log: log)
        body(&peer)
        return peer
    }

    @Test(arguments: peers.indices)
    func `any message in any stage, from anyone, crashes nothing`(_ index: Int) {
        for message in Self.messages {
            for sender in [1, 2, 3, 7] as [Int64] {
                var (name, peer) = Self.peers[index]
                let sender = ServerID(sender)
                if sender == peer.common.id { continue }
                peer.hear(message, from: sender)
                #expect(holds(peer), "\(name): \(message) from \(sender)")
            }
        }
    }

    @Test(arguments: peers.indices)
    func `any other input in any stage crashes nothing`(_ index: Int) {
        for input in Self.others {
            var (name, peer) = Self.peers[index]
            peer.tell(input)
            #expect(holds(peer), "\(name): \(input)")
        }
    }

    @Test(arguments: peers.indices)
    func `any two messages from the other end of the link crash nothing`(_ index: Int) {
        let link = Self.link(epochs: [1, 2], [0, 1, 2])
        for first in link {
            var (name, once) = Self.peers[index]
            let sender = once.leader == nil ? Solo.s3 : Solo.s1
            once.hear(first, from: sender)
            for second in link {
                var twice = once
                twice.hear(second, from: sender)
                if !holds(twice) { Issue.record("\(name): \(first), \(second)") }
            }
        }
    }

    /// What is true of a peer after every step: the disk is never ahead of what was written, nor the
    /// state of the log.
    private func holds(_ peer: Solo) -> Bool {
        let common = peer.common
        let isBehind = common.disk.durable <= max(common.disk.written, common.log.base)
        return isBehind && common.epochs.current <= max(common.promised, common.epochs.accepted)
    }
}
