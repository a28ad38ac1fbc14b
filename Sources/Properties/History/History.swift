import Trace
import Zab
import Znodes

/// What the trace has said so far, folded step by step: each server's log, disk and deliveries, and
/// the one history that has been committed.
///
/// Properties look at what was before an input or effect; then the history takes it in.
struct History: Sendable {
    let membership: Membership
    /// What requests may ask for.
    let settings: ServiceSettings
    private(set) var servers: [ServerPast]
    let origin: Origin
    /// What is committed, by a leader's decision: transaction by transaction, or with its reign.
    private(set) var canon = Chronicle()
    /// The step that committed each entry of the canon, and when.
    private(set) var canonSteps: [Int] = []
    private(set) var canonTimes: [Int64] = []
    private(set) var clients = ClientLedger()
    /// Every transaction that was proposed under a zxid; more than one only where a rule is broken.
    private(set) var proposed: [Zxid: [Proposed]] = [:]
    /// The reigns that began, in the order in which they did.
    private(set) var established: [Established] = []
    /// What was delivered in earlier lives and is not the beginning of the canon.
    private(set) var strays: [(lane: Lane, delivered: Chronicle)] = []
    /// The longest history delivered in an earlier life that is the beginning of the canon.
    private(set) var longestPast: (lane: Lane, delivered: Chronicle)?
    /// The logs of leaders since they sent NEWLEADER, by epoch.
    private(set) var reigns: [Epoch: ReignLog] = [:]
    private var lastProposed: [ReignKey: Proposed.Predecessor] = [:]
    /// The step seen last.
    private(set) var now = 0
    private(set) var time: Int64 = 0

    struct ReignLog: Sendable {
        let leader: Lane
        let life: Int
        var log: Chronicle
    }

    private struct ReignKey: Hashable {
        let epoch: Epoch
        let leader: Lane
        let life: Int
    }

    init(_ header: Header) {
        membership = Membership(header)
        settings = header.serviceSettings
        origin = Origin(header)
        servers = header.servers.map { ServerPast(lane: $0.lane, votes: $0.votes) }
        for index in servers.indices {
            preload(header.logs?[servers[index].lane.name] ?? [], at: index)
        }
    }

    private mutating func preload(_ log: [Header.Logged], at index: Int) {
        var chronicle = Chronicle()
        var predecessor: Proposed.Predecessor?
        for item in log {
            let entry = chronicle.append(item.zxid, Digest.number(item.digest))
            if predecessor?.zxid.epoch != entry.zxid.epoch { predecessor = nil }
            remember(
                Proposed(
                    step: 0, zxid: entry.zxid, digest: entry.digest, leader: nil,
                    predecessor: predecessor, call: nil, transaction: item.txn?.raw ?? []))
            predecessor = Proposed.Predecessor(zxid: entry.zxid, digest: entry.digest)
        }
        servers[index].storage.preload(chronicle)
    }

    private mutating func remember(_ proposal: Proposed) {
        if proposed[proposal.zxid]?.contains(where: { $0.digest == proposal.digest }) == true {
            return
        }
        proposed[proposal.zxid, default: []].append(proposal)
    }

    func server(_ lane: Lane) -> ServerPast? { membership.index(of: lane).map { servers[$0] } }

    /// What stands in the canon at `place`, as it was proposed.
    func proposal(_ entry: Entry) -> Proposed? {
        proposed[entry.zxid]?.first { $0.digest == entry.digest }
    }

    func reign(of epoch: Epoch) -> Established? { established.last { $0.epoch == epoch } }

    // MARK: Inputs

    mutating func take(_ input: StepInput, _ moment: Moment) {
        now = moment.n
        time = moment.step.t
        guard let at = moment.server else {
            if case .command(let text) = input { command(text) }
            if moment.step.at.kind == .client { clients.take(input, moment) }
            return
        }
        switch input {
        case .start(let accepted, let current, let last, let snapshot):
            start(at, life: moment.step.life, Epochs(accepted: accepted, current: current))
            servers[at].storage.recover(last: last, snapshot: snapshot, lost: servers[at].lost)
            servers[at].delivered = servers[at].storage.recoveredState(at: snapshot)
            servers[at].lost = []
        case .crash(_, let lost): crash(at, lost)
        case .durable(let zxid): servers[at].storage.flushed(to: zxid)
        case .durableEpochs(let accepted, let current):
            servers[at].durable = Epochs(accepted: accepted, current: current)
        case .durableSnapshot(let zxid): servers[at].storage.snapshotDurable(at: zxid)
        case .receive(let message): receive(message, at)
        default: break
        }
    }

    /// `wipe s3` puts an empty disk in the place of the old one.
    private mutating func command(_ text: String) {
        let words = text.split(separator: " ")
        guard words.first == "wipe" else { return }
        for word in words.dropFirst() {
            guard let at = membership.index(of: Lane(String(word))) else { continue }
            servers[at].storage.wipe()
            servers[at].durable = Epochs()
            servers[at].recorded = Epochs()
        }
    }

    private mutating func start(_ at: Int, life: Int, _ epochs: Epochs) {
        servers[at].isUp = true
        servers[at].life = life
        servers[at].durable = epochs
        servers[at].recorded = epochs
    }

    private mutating func crash(_ at: Int, _ lost: [Zxid]) {
        let past = servers[at].delivered
        if past.isPrefix(of: canon) {
            if past.count > longestPast?.delivered.count ?? 0 {
                longestPast = (servers[at].lane, past)
            }
        } else {
            strays.append((servers[at].lane, past))
        }
        servers[at].isUp = false
        servers[at].lost = lost
        servers[at].promised = nil
        servers[at].synced = nil
        servers[at].serving = nil
        servers[at].reign = nil
        servers[at].state.merge(.down)
    }

    private mutating func receive(_ message: MessageRecord, _ at: Int) {
        switch message.kind {
        case .newLeader:
            servers[at].synced = SyncPoint(
                epoch: message.epoch ?? message.zxid?.epoch, leader: message.from,
                last: servers[at].log.last)
        case .ackEpoch:
            guard let reign = servers[at].reign, let epoch = message.epoch, let zxid = message.zxid,
                membership.votes(message.from),
                // Once a quorum has promised, the history of a late voter must give way instead.
                !membership.isQuorum(reign.reports.map(\.from) + [servers[at].lane])
            else { return }
            servers[at].reign!.reports.append(
                Reign.Report(from: message.from, epoch: epoch, last: zxid))
        case .ackNewLeader:
            guard servers[at].reign != nil, let from = membership.index(of: message.from) else {
                return
            }
            if !servers[at].reign!.followers.contains(message.from) {
                servers[at].reign!.followers.append(message.from)
            }
            // What a learner had been given before NEWLEADER it acknowledges with it.
            if let synced = servers[from].synced, synced.leader == servers[at].lane {
                acknowledge(synced.last, from, at)
            }
        case .ack:
            guard let zxid = message.zxid, let from = membership.index(of: message.from) else {
                return
            }
            acknowledge(zxid, from, at)
        default: break
        }
    }

    private mutating func acknowledge(_ zxid: Zxid, _ from: Int, _ at: Int) {
        guard let old = servers[at].reign?.acknowledged[from] else { return }
        servers[at].reign!.acknowledged[from] = max(old, zxid)
    }

    // MARK: Effects

    mutating func take(_ effect: StepEffect, _ moment: Moment) {
        guard let at = moment.server else {
            if moment.step.at.kind == .client { clients.take(effect, moment) }
            return
        }
        switch effect {
        case .send(let message):
            if message.kind == .newLeader { openReignLog(message, at) }
        case .append(let zxid, let digest, _): append(zxid, Digest.number(digest), at)
        case .truncate(let zxid, _):
            if servers[at].installedAt == moment.n {
                servers[at].storage.truncateBehindSnapshot(to: zxid)
            } else {
                servers[at].storage.truncate(to: zxid)
            }
        case .flush: servers[at].storage.flush()
        case .record(let accepted, let current):
            servers[at].recorded = Epochs(accepted: accepted, current: current)
        case .saveSnapshot(let zxid):
            servers[at].storage.saveSnapshot(
                at: zxid, of: servers[at].delivered.prefix(through: zxid))
        case .propose(let zxid, let digest, _, let call, let txn):
            propose(zxid, Digest.number(digest), call, txn, moment)
        case .deliver(let zxid, let digest, _, _):
            servers[at].delivered.append(zxid, Digest.number(digest))
        case .installSnapshot(let zxid, let from): install(zxid, from, at)
        case .chooseEpoch(let epoch, _, _):
            servers[at].reign = Reign(
                epoch: epoch, current: servers[at].recorded.current, last: servers[at].log.last,
                servers: servers.count)
            servers[at].promised = Promise(epoch: epoch, to: servers[at].lane)
        case .promise(let epoch, let to, _): servers[at].promised = Promise(epoch: epoch, to: to)
        case .establish(let epoch, _, let history, _): establish(epoch, history, moment, at)
        case .countAck(let zxid, let by, _, _):
            if by == servers[at].lane { acknowledge(zxid, at, at) }
        case .commit(let zxid, _, _):
            extendCanon(with: servers[at].log, through: zxid, from: zxid)
            servers[at].reign?.committed = zxid
        case .serve(_, let epoch): servers[at].serving = epoch
        case .retire: servers[at].serving = nil
        case .look: servers[at].reign = nil
        default: break
        }
    }

    private mutating func append(_ zxid: Zxid, _ digest: UInt64, _ at: Int) {
        servers[at].storage.append(zxid, digest)
        guard let epoch = servers[at].reign?.epoch, isReignLogOpen(epoch, at) else { return }
        reigns[epoch]!.log.append(zxid, digest)
    }

    private mutating func openReignLog(_ message: MessageRecord, _ at: Int) {
        guard let epoch = message.epoch ?? message.zxid?.epoch else { return }
        if isReignLogOpen(epoch, at) { return }
        reigns[epoch] = ReignLog(
            leader: servers[at].lane, life: servers[at].life, log: servers[at].log)
    }

    private func isReignLogOpen(_ epoch: Epoch, _ at: Int) -> Bool {
        reigns[epoch].map { $0.leader == servers[at].lane && $0.life == servers[at].life } ?? false
    }

    private mutating func propose(
        _ zxid: Zxid, _ digest: UInt64, _ call: CallID?, _ txn: Bytes, _ moment: Moment
    ) {
        let key = ReignKey(epoch: zxid.epoch, leader: moment.step.at, life: moment.step.life)
        remember(
            Proposed(
                step: moment.n, zxid: zxid, digest: digest, leader: moment.step.at,
                predecessor: lastProposed[key], call: call, transaction: txn.raw))
        lastProposed[key] = Proposed.Predecessor(zxid: zxid, digest: digest)
    }

    private mutating func install(_ zxid: Zxid, _ from: Lane, _ at: Int) {
        var source = server(from)?.delivered ?? canon
        // The sender may have started again since: then what it sent was committed all the same.
        if source.last < zxid { source = canon }
        let history = source.prefix(through: zxid)
        servers[at].installedAt = now
        servers[at].storage.install(history)
        servers[at].delivered = history
    }

    private mutating func establish(
        _ epoch: Epoch, _ history: Zxid, _ moment: Moment, _ at: Int
    ) {
        established.append(
            Established(
                epoch: epoch, leader: moment.step.at, life: moment.step.life, step: moment.n,
                history: history))
        servers[at].reign?.isEstablished = true
        servers[at].reign?.committed = history
        extendCanon(with: servers[at].log, through: history, from: canon.last)
    }

    /// Commits the entries of `log` that lie above the canon and in `from ... through`.
    private mutating func extendCanon(with log: Chronicle, through zxid: Zxid, from first: Zxid) {
        var place = log.firstIndex(above: canon.last)
        while place < log.count, log[place].zxid <= zxid {
            if log[place].zxid >= first {
                canon.append(log[place].zxid, log[place].digest)
                canonSteps.append(now)
                canonTimes.append(time)
            }
            place += 1
        }
    }

    // MARK: After the effects

    mutating func finish(_ moment: Moment) {
        guard let at = moment.server, let changes = moment.step.state else { return }
        servers[at].state.merge(changes)
        if let role = changes.role, role != .leading { servers[at].reign = nil }
    }
}
