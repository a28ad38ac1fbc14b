import Zab

/// A few peers with a perfect network and a disk that takes no time, for tests of the protocol alone:
/// one queue, first in, first out, and timers that fire when nothing else is left to do.
struct Harness {
    private(set) var peers: [ServerID: Peer] = [:]
    private(set) var delivered: [ServerID: [Zxid]] = [:]
    private(set) var decisions: [(ServerID, Decision, Reason)] = []
    private(set) var ignored: [(ServerID, Reason)] = []
    private(set) var now = Time.zero
    private var queue: [(ServerID, Input)] = []
    private var timers: [(due: Time, server: ServerID, timer: Timer)] = []
    private var links: Set<[ServerID]> = []
    private var logs: [ServerID: Log] = [:]
    var isCut: (ServerID, ServerID) -> Bool = { _, _ in false }

    mutating func start(_ peer: Peer) {
        let id = peer.common.id
        peers[id] = peer
        logs[id] = peer.common.log
        delivered[id] = []
        queue.append((id, .start))
    }

    mutating func stop(_ id: ServerID) {
        peers[id] = nil
        queue.removeAll { $0.0 == id }
        timers.removeAll { $0.server == id }
        for link in links.sorted(by: { $0.description < $1.description }) where link.contains(id) {
            links.remove(link)
            let (learner, leader) = (link[0], link[1])
            if learner == id { queue.append((leader, .disconnected(.learner(id)))) }
            if leader == id { queue.append((learner, .disconnected(.leader(id)))) }
        }
    }

    mutating func tell(_ id: ServerID, _ input: Input) { queue.append((id, input)) }

    /// Runs until `condition` holds, or `limit` has passed; whether it holds.
    mutating func run(for limit: Time = .seconds(60), until condition: (Harness) -> Bool) -> Bool {
        let end = now + limit
        while !condition(self) {
            if !queue.isEmpty {
                let (id, input) = queue.removeFirst()
                handle(input, at: id)
            } else if let next = timers.indices.min(by: { timers[$0].due < timers[$1].due }),
                timers[next].due <= end
            {
                let timer = timers.remove(at: next)
                now = max(now, timer.due)
                handle(.timer(timer.timer), at: timer.server)
            } else {
                return false
            }
        }
        return true
    }

    private mutating func handle(_ input: Input, at id: ServerID) {
        var effects: [Effect] = []
        peers[id]?.handle(input, now: now, into: &effects)
        for effect in effects { carry(out: effect, of: id) }
    }

    private mutating func carry(out effect: Effect, of id: ServerID) {
        switch effect {
        case .send(let message, let to):
            let isLinked = links.contains([id, to]) || links.contains([to, id])
            if peers[to] != nil, !isCut(id, to), isLinked || message.isForElection {
                queue.append((to, .message(message, from: id)))
            }
        case .connect(let leader):
            if peers[leader] != nil, !isCut(id, leader) {
                links.insert([id, leader])
                queue.append((leader, .connected(.learner(id))))
                queue.append((id, .connected(.leader(leader))))
            } else {
                queue.append((id, .disconnected(.leader(leader))))
            }
        case .disconnect(.leader(let leader)):
            if links.remove([id, leader]) != nil {
                queue.append((leader, .disconnected(.learner(id))))
            }
        case .disconnect(.learner(let learner)):
            if links.remove([learner, id]) != nil {
                queue.append((learner, .disconnected(.leader(id))))
            }
        case .start(let timer, let after):
            timers.removeAll { $0.server == id && $0.timer == timer }
            timers.append((now + after, id, timer))
        case .cancel(let timer):
            timers.removeAll { $0.server == id && $0.timer == timer }
        case .append(let proposal): logs[id]?.append(proposal)
        case .truncate(let zxid, _): logs[id]?.truncate(to: zxid)
        case .flush: queue.append((id, .durable(.log(logs[id]?.last ?? .zero))))
        case .record(let epochs): queue.append((id, .durable(.epochs(epochs))))
        case .saveSnapshot(let zxid): queue.append((id, .durable(.snapshot(zxid))))
        case .deliver(let proposal): delivered[id]?.append(proposal.zxid)
        case .received(.ping(let zxid), let leader):
            queue.append((id, .relay(.pong(zxid, touched: []), to: leader)))
        case .sendSnapshot(let learner):
            let piece = Message.snapshotPiece([], isLast: true)
            queue.append((learner, .message(piece, from: id)))
            queue.append((id, .snapshotSent(to: learner)))
        case .decided(let decision, let reason): decisions.append((id, decision, reason))
        case .ignored(let reason): ignored.append((id, reason))
        case .received, .receiveSnapshot, .serve, .retire, .restart: break
        }
    }
}

extension Harness {
    /// Three voters with the given last zxids, started together.
    static func ensemble(
        _ histories: [Int64: [Zxid]], observers: [Int64] = [], timing: Timing = Timing(),
        rules: Rules = Rules()
    ) -> Harness {
        var harness = Harness()
        let ids = histories.keys.sorted()
        let ensemble = Ensemble(
            voters: ServerSet(ids.filter { !observers.contains($0) }.map { ServerID($0) }),
            observers: ServerSet(observers.map { ServerID($0) }))
        for id in ids {
            var log = Log()
            for zxid in histories[id] ?? [] { log.append(Proposal(zxid: zxid, payload: [1])) }
            harness.start(
                Peer(
                    id: ServerID(id), ensemble: ensemble, timing: timing, rules: rules,
                    recovered: Recovered(log: log)))
        }
        return harness
    }

    /// The serving leader, if there is one.
    var leader: ServerID? {
        peers.keys.sorted().first { peers[$0]?.nextZxid != nil }
    }

    func isBroadcasting(_ id: ServerID) -> Bool {
        switch peers[id]?.role {
        case .learning(let learner):
            if case .broadcast = learner.stage { true } else { false }
        case .leading(let leader): leader.stage == .broadcast
        default: false
        }
    }

    var isSettled: Bool { peers.keys.allSatisfy(isBroadcasting) }
}
