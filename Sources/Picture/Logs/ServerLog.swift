import Trace
import Zab

/// One server's log after a step, folded from the record.
struct ServerLog {
    struct Entry: Hashable {
        var zxid: Zxid
        var digest: String
        var text: String
        /// Why it is no longer part of the log, when it is not.
        var gone: Gone?
    }

    enum Gone: Hashable { case truncated, lost }

    let lane: Lane
    private(set) var entries: [Entry] = []
    /// What was cut off or lost, and not written again since.
    private(set) var gone: [Entry] = []
    private(set) var durable = Zxid.zero
    private(set) var committed = Zxid.zero
    /// The state up to here is in a snapshot.
    private(set) var base = Zxid.zero
    private(set) var isUp = false
    private(set) var role = Role.down

    init(lane: Lane) { self.lane = lane }

    mutating func read(_ step: Step) {
        switch step.input {
        case .start(_, _, let last, let snapshot): start(last, snapshot)
        case .durable(let zxid): durable = zxid
        case .durableSnapshot(let zxid): base = max(base, zxid)
        case .crash(_, let lost):
            isUp = false
            if let first = lost.first { drop(above: nil, from: first, as: .lost) }
        default: break
        }
        for effect in step.effects {
            switch effect {
            case .append(let zxid, let digest, let text):
                entries.append(Entry(zxid: zxid, digest: digest, text: text))
                // The same transaction is back; another one under its number leaves the old in sight.
                gone.removeAll { $0.zxid == zxid && $0.digest == digest }
            case .truncate(let zxid, _):
                drop(above: zxid, from: nil, as: .truncated)
                durable = min(durable, zxid)
            case .installSnapshot(let zxid, _):
                drop(above: .zero, from: nil, as: nil)
                base = zxid
                durable = zxid
            default: break
            }
        }
        if let state = step.state {
            if let zxid = state.durable { durable = zxid }
            if let zxid = state.committed { committed = zxid }
            if let role = state.role { self.role = role }
        }
    }

    /// What the disk holds decides; entries that the recording never saw written are filled in.
    private mutating func start(_ last: Zxid, _ snapshot: Zxid) {
        isUp = true
        base = snapshot
        drop(above: last, from: nil, as: .lost)
        durable = last
        committed = snapshot
        guard entries.last?.zxid ?? .zero < last, last > snapshot else { return }
        let known = entries.last?.zxid ?? snapshot
        // Within an epoch counters have no gaps.
        let first = known.epoch == last.epoch ? known.counter + 1 : 1
        for counter in max(first, last.counter > 64 ? last.counter - 64 : 1)...last.counter {
            entries.append(
                Entry(zxid: Zxid(epoch: last.epoch, counter: counter), digest: "", text: ""))
        }
    }

    private mutating func drop(above: Zxid?, from: Zxid?, as why: Gone?) {
        let kept = entries.prefix { entry in
            above.map { entry.zxid <= $0 } ?? from.map { entry.zxid < $0 } ?? true
        }
        if let why {
            for var entry in entries[kept.count...] {
                entry.gone = why
                gone.append(entry)
            }
        }
        entries = Array(kept)
    }

    static func all(_ recording: Recording, after end: Int) -> [ServerLog] {
        var logs = recording.header.servers.map(\.lane).sorted().map(ServerLog.init)
        for step in recording.steps.prefix(while: { $0.n <= end }) {
            if let index = logs.firstIndex(where: { $0.lane == step.at }) { logs[index].read(step) }
        }
        return logs
    }
}
