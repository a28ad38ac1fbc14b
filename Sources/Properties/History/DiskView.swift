import Zab

/// What a server has written, and how much of it is on disk.
///
/// Appends and truncations take effect in `written` at once. On `disk` they take effect in order,
/// each once the flush behind it has finished; a snapshot taken over from a leader, once that
/// snapshot is durable.
struct DiskView: Hashable, Sendable {
    /// The log as the server sees it.
    private(set) var written = Chronicle()
    /// The log as a power failure would leave it.
    private(set) var disk = Chronicle()
    private var pending: [Pending] = []
    /// Own snapshots under way and the newest durable one.
    private var snapshots: [Snapshot] = []

    private enum Operation: Hashable, Sendable {
        case append(Zxid, UInt64)
        case truncate(Zxid)
        case install(Chronicle)
        case flush
    }

    private struct Pending: Hashable, Sendable {
        var operation: Operation
        var isDone = false

        var isInstall: Bool { if case .install = operation { true } else { false } }
    }

    private struct Snapshot: Hashable, Sendable {
        var zxid: Zxid
        var state: Chronicle
        var isDurable = false
    }

    /// Whether something other than appending is still to reach the disk: a truncation or a
    /// snapshot.
    var hasPendingReplacement: Bool {
        pending.contains {
            switch $0.operation {
            case .truncate, .install: true
            case .append, .flush: false
            }
        }
    }

    /// Whether all that was written up to `zxid` is on disk, and nothing there contradicts it.
    func isDurable(through zxid: Zxid) -> Bool {
        if zxid == .zero || written.last < zxid { return disk.isPrefix(of: written) }
        let place = written.firstIndex(above: zxid)
        guard place > 0 else { return disk.isPrefix(of: written) }
        return disk.holds(written[place - 1])
    }

    // MARK: What the server does

    mutating func append(_ zxid: Zxid, _ digest: UInt64) {
        written.append(zxid, digest)
        pending.append(Pending(operation: .append(zxid, digest)))
    }

    mutating func truncate(to zxid: Zxid) {
        written.truncate(to: zxid)
        pending.append(Pending(operation: .truncate(zxid)))
    }

    /// Cuts back the log that a snapshot, just installed, replaces.
    mutating func truncateBehindSnapshot(to zxid: Zxid) {
        guard let place = pending.lastIndex(where: { $0.isInstall }) else {
            return truncate(to: zxid)
        }
        pending.insert(Pending(operation: .truncate(zxid)), at: place)
    }

    mutating func flush() { pending.append(Pending(operation: .flush)) }

    mutating func install(_ history: Chronicle) {
        written = Self.install(history, under: written)
        pending.append(Pending(operation: .install(history)))
    }

    mutating func saveSnapshot(at zxid: Zxid, of delivered: Chronicle) {
        snapshots.append(Snapshot(zxid: zxid, state: delivered))
    }

    // MARK: What becomes durable

    /// The first unfinished flush whose end is `zxid` has finished, and with it all before it. Where there is none, the
    /// first one has, and what was appended right behind it, up to `zxid`.
    mutating func flushed(to zxid: Zxid) {
        guard let mark = finishedFlush(endingAt: zxid) else {
            for place in pending.indices {
                if case .append(let written, _) = pending[place].operation, written <= zxid {
                    pending[place].isDone = true
                }
            }
            return settle()
        }
        for place in 0...mark {
            if case .install = pending[place].operation { continue }
            pending[place].isDone = true
        }
        // A live server's flush takes along what was appended after it was asked for, and then says so. It is done before
        // anything else that was asked for behind it.
        for place in pending.indices[(mark + 1)...] {
            guard case .append(let written, _) = pending[place].operation, written <= zxid else {
                break
            }
            pending[place].isDone = true
        }
        settle()
    }

    private func finishedFlush(endingAt zxid: Zxid) -> Int? {
        var end = disk.last
        var first: Int?
        for (place, item) in pending.enumerated() {
            end = Self.end(of: item.operation, after: end)
            guard case .flush = item.operation, !item.isDone else { continue }
            if end == zxid { return place }
            first = first ?? place
        }
        return first
    }

    mutating func snapshotDurable(at zxid: Zxid) {
        if let place = pending.firstIndex(where: { $0.isInstall }),
            case .install(let history) = pending[place].operation, history.last <= zxid
        {
            replaceDisk(with: history, at: place)
        }
        if let place = snapshots.firstIndex(where: { $0.zxid == zxid }) {
            snapshots[place].isDurable = true
            snapshots.removeFirst(place)
        }
        settle()
    }

    /// The snapshot at `place` in the queue is on disk. What the log there holds above it still
    /// stands behind it until a truncation is flushed.
    private mutating func replaceDisk(with history: Chronicle, at place: Int) {
        disk = Self.install(history, under: disk)
        let before = pending[..<place].compactMap { item -> Pending? in
            switch item.operation {
            case .append(let zxid, _): return zxid > history.last ? item : nil
            case .truncate(let zxid):
                var item = item
                item.operation = .truncate(max(zxid, history.last))
                return item
            case .flush, .install: return item
            }
        }
        pending = before + pending[(place + 1)...]
    }

    /// Carries out on `disk` what is done, in order.
    private mutating func settle() {
        var done = 0
        while done < pending.count, pending[done].isDone {
            Self.carryOut(pending[done].operation, on: &disk)
            done += 1
        }
        pending.removeFirst(done)
    }

    // MARK: Crash and start

    /// What the server finds on its disk: of the operations under way, as many have happened as
    /// give a log that ends at `last`, and none that the crash is said to have lost.
    mutating func recover(last: Zxid, snapshot: Zxid, lost: [Zxid]) {
        var end = disk.last
        var happened = end == last ? 0 : -1
        for (place, item) in pending.enumerated() {
            if case .append(let zxid, _) = item.operation, lost.contains(zxid) { break }
            if case .install(let history) = item.operation, !item.isDone, history.last > snapshot {
                break
            }
            end = Self.end(of: item.operation, after: end)
            if end == last { happened = place + 1 }
        }
        let survivors = happened < 0 ? pending[...] : pending[..<happened]
        for item in survivors { Self.carryOut(item.operation, on: &disk) }
        pending = []
        disk.truncate(to: last)
        // A disk that the trace has not seen being written: what it holds is known by its end only.
        if disk.last < last { disk.append(last, Digest.number("unknown \(last)")) }
        written = disk
        snapshots.removeAll { $0.zxid != snapshot }
    }

    /// The state that a server starts from: its newest snapshot.
    func recoveredState(at snapshot: Zxid) -> Chronicle {
        snapshots.first { $0.zxid == snapshot }?.state ?? disk.prefix(through: snapshot)
    }

    /// Another disk, an empty one, is in its place.
    mutating func wipe() { self = DiskView() }

    /// What the disk held before the trace began.
    mutating func preload(_ history: Chronicle) {
        written = history
        disk = history
    }

    private static func end(of operation: Operation, after end: Zxid) -> Zxid {
        switch operation {
        case .append(let zxid, _): zxid
        case .truncate(let zxid): min(end, zxid)
        case .install(let history): max(end, history.last)
        case .flush: end
        }
    }

    private static func carryOut(_ operation: Operation, on disk: inout Chronicle) {
        switch operation {
        case .append(let zxid, let digest): disk.append(zxid, digest)
        case .truncate(let zxid): disk.truncate(to: zxid)
        case .install(let history): disk = install(history, under: disk)
        case .flush: break
        }
    }

    /// The history that a snapshot stands for, and what the log holds above it.
    private static func install(_ history: Chronicle, under log: Chronicle) -> Chronicle {
        var installed = history
        for entry in log.entries[log.firstIndex(above: history.last)...] {
            installed.append(entry.zxid, entry.digest)
        }
        return installed
    }
}
