import Zab
import Znodes

/// What no power failure takes away: the log, the snapshots, the epoch record.
struct Platter: Hashable, Sendable {
    /// Goes back to the oldest snapshot kept.
    private(set) var log = Log()
    private(set) var epochs = Epochs()
    /// Oldest first; the empty state that a new disk begins with counts as one.
    private(set) var snapshots = [Service()]
    /// False after the disk was lost: nothing vouches for what it holds, until a leader's whole history
    /// has been taken over (`initialize` marker, ZOOKEEPER-2325).
    private(set) var isComplete = true

    /// As in ZooKeeper, which purges all but three (`autopurge.snapRetainCount`).
    private static let kept = 3

    /// A disk in the place of one that was lost.
    static let replacement: Platter = {
        var platter = Platter()
        platter.isComplete = false
        return platter
    }()

    mutating func write(_ operation: DiskOperation) {
        switch operation {
        case .append(let proposal):
            // A log that is rewritten after a truncation which never reached the disk.
            if proposal.zxid <= log.last { truncate(below: proposal.zxid) }
            log.append(proposal)
        case .truncate(let zxid):
            truncate(below: zxid.next)
        case .flush: break
        case .record(let epochs):
            self.epochs = epochs
            if epochs.current > 0 { isComplete = true }
        case .save(let service):
            save(service)
        }
    }

    private mutating func truncate(below zxid: Zxid) {
        let last = Zxid(rawValue: zxid.rawValue - 1)
        snapshots.removeAll { $0.zxid > last }
        if snapshots.isEmpty {
            // Cut below all that it could start from: what is left cannot be vouched for.
            snapshots = [Service()]
            log = Log()
            isComplete = false
        } else {
            log.truncate(to: max(last, log.base))
        }
    }

    private mutating func save(_ service: Service) {
        snapshots.removeAll { $0.zxid >= service.zxid }
        snapshots.append(service)
        if snapshots.count > Self.kept { snapshots.removeFirst() }
        if let oldest = snapshots.first { log.trim(keeping: 0, upTo: oldest.zxid) }
    }

    /// What a starting server reads: the newest snapshot, and the log behind it.
    var recovered: (Recovered, Service) {
        let service = snapshots[snapshots.count - 1]
        var tail = Log(base: service.zxid)
        for proposal in log.entries(after: service.zxid) { tail.append(proposal) }
        return (Recovered(epochs: epochs, log: tail, isComplete: isComplete), service)
    }
}

extension Service {
    var zxid: Zxid { Zxid(rawValue: UInt64(bitPattern: lastZxid)) }
}
