import DequeModule
import Replication
import Zab
import Znodes

/// A server's disk: what is durable, what is only in the cache, and a queue of what it was asked to do.
///
/// Operations are carried out in order. Appends and truncations go to the cache as soon as nothing
/// before them is under way; a flush makes durable what was in the cache when it was asked for. What
/// stands behind an epoch record or a snapshot that is still being written has not been begun.
struct Disk: Hashable, Sendable {
    private(set) var platter = Platter()
    /// Written, not flushed: oldest first.
    private(set) var cache: [DiskRequest] = []
    /// The first is under way, and takes time.
    private(set) var queue: Deque<DiskRequest> = []
    /// How much longer than usual each operation takes.
    var extra = Time.zero
    /// The agenda's entry for the operation under way carries this.
    private(set) var generation: UInt32 = 0

    /// Takes an operation; true when it takes time and is under way now.
    mutating func add(_ operation: DiskOperation, cause: Int) -> Bool {
        let request = DiskRequest(operation: operation, cause: cause)
        if queue.isEmpty, !operation.takesTime {
            cache.append(request)
            return false
        }
        queue.append(request)
        return queue.count == 1
    }

    /// The operation under way.
    var current: DiskRequest? { queue.first }

    /// For the agenda's entry of the operation that begins now.
    mutating func begin() -> UInt32 {
        generation += 1
        return generation
    }

    /// The operation under way ends.
    mutating func finish() -> (durable: Durable, cause: Int) {
        let request = queue.removeFirst()
        let durable: Durable
        switch request.operation {
        case .flush:
            for write in cache { platter.write(write.operation) }
            cache.removeAll(keepingCapacity: true)
            durable = .log(end)
        case .record(let epochs):
            platter.write(request.operation)
            durable = .epochs(epochs)
        case .save(let service):
            // A snapshot holds all up to its zxid, so what is cached of that needs no flush.
            platter.write(request.operation)
            durable = .snapshot(service.zxid)
        case .append, .truncate:
            preconditionFailure("what goes to the cache at once is never under way")
        }
        while let next = queue.first, !next.operation.takesTime {
            cache.append(next)
            queue.removeFirst()
        }
        return (durable, request.cause)
    }

    private var end: Zxid { max(platter.log.last, platter.snapshots.last?.zxid ?? .zero) }

    /// The process ends: what it wrote stays readable, the operation under way is done wholly or not
    /// at all, and what had to wait for it was never begun. The zxids of the appends that were not.
    mutating func processEnds(_ dice: inout SplitMix64) -> [Zxid] {
        for write in cache { platter.write(write.operation) }
        cache.removeAll()
        var begun = 0
        writing: for request in queue {
            switch request.operation {
            case .append, .truncate: platter.write(request.operation)
            case .flush: break
            case .record, .save:
                guard begun == 0, dice.chance(1, in: 2) else { break writing }
                platter.write(request.operation)
            }
            begun += 1
        }
        let lost = queue.dropFirst(begun).compactMap(\.operation.appended)
        forget()
        return lost
    }

    /// The power fails: what is not durable is lost, or torn: a part of it, from its beginning, may be
    /// on the disk. The zxids of the appends that were lost.
    mutating func powerFails(tears: Bool, _ dice: inout SplitMix64) -> [Zxid] {
        let survivors = tears ? dice.below(cache.count + 1) : 0
        for write in cache.prefix(survivors) { platter.write(write.operation) }
        var isWritten = tears && dice.chance(1, in: 2)
        if let current = queue.first, survivors == cache.count, isWritten {
            platter.write(current.operation)
        } else {
            isWritten = false
        }
        let lost =
            cache.dropFirst(survivors).compactMap(\.operation.appended)
            + queue.compactMap(\.operation.appended)
        forget()
        return lost
    }

    /// What it held before anything ran.
    mutating func preload(_ log: [Proposal], _ epochs: Epochs) {
        for proposal in log { platter.write(.append(proposal)) }
        platter.write(.record(epochs))
    }

    /// Another disk is in its place.
    mutating func wipe() {
        forget()
        platter = .replacement
    }

    private mutating func forget() {
        cache.removeAll()
        queue.removeAll()
        generation += 1
    }
}

extension DiskOperation {
    var takesTime: Bool {
        switch self {
        case .append, .truncate: false
        case .flush, .record, .save: true
        }
    }

    var appended: Zxid? {
        if case .append(let proposal) = self { proposal.zxid } else { nil }
    }
}
