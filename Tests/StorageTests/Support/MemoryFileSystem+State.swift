/// What the disk holds, and what the operating system holds of it in memory.
extension MemoryFileSystem {
    struct Inode: Sendable {
        /// As a process sees it.
        var cached: [UInt8] = []
        var durable: [UInt8] = []
        /// Sectors written since the last synchronization.
        var dirty: Set<Int> = []
        /// Up to here nothing of the file is kept in memory.
        var evicted = 0
    }

    enum NameChange: Sendable {
        case set(String, Int)
        case rename(String, to: String)
        case remove(String)

        var path: String {
            switch self {
            case .set(let path, _), .rename(let path, _), .remove(let path): path
            }
        }
    }

    struct State: Sendable {
        var inodes: [Int: Inode] = [:]
        var names: [String: Int] = [:]
        var durableNames: [String: Int] = [:]
        /// Not synchronized, oldest first.
        var changes: [NameChange] = []
        var locks: Set<String> = []
        var time: Int64 = 1
        var calls = 0
        /// The call after which there is no power any more.
        var lastCall: Int?
        var points: [Point]?
        var space = Int.max
        var failingSynchronizations = false
        /// Why no file can be opened.
        var openingError: Int32?
        /// Paths of files that may not be removed.
        var kept: Set<String> = []
    }
}

extension MemoryFileSystem.State {
    mutating func change(_ change: MemoryFileSystem.NameChange) {
        names.apply(change)
        changes.append(change)
    }

    mutating func restart() {
        locks = []
        lastCall = nil
    }

    mutating func giveBack(_ bytes: Int) {
        space = min(space, Int.max - bytes) + bytes
    }

    var isOff: Bool { lastCall.map { calls >= $0 } ?? false }

    mutating func keepPoint(_ call: String) {
        guard points != nil else { return }
        var copy = self
        copy.points = nil
        points?.append(MemoryFileSystem.Point(call: call, state: copy))
    }
}

extension [String: Int] {
    mutating func apply(_ change: MemoryFileSystem.NameChange) {
        switch change {
        case .set(let path, let id): self[path] = id
        case .remove(let path): self[path] = nil
        case .rename(let path, let target):
            guard let id = removeValue(forKey: path) else { return }
            self[target] = id
        }
    }
}

extension MemoryFileSystem.Inode {
    mutating func grow(to size: Int) {
        guard size > cached.count else { return }
        cached.append(contentsOf: repeatElement(0, count: size - cached.count))
    }

    mutating func shrink(to size: Int) {
        guard size < cached.count else { return }
        evicted = min(evicted, size)
        dirty.formUnion(size / MemoryFileSystem.sector...cached.count / MemoryFileSystem.sector)
        cached.removeLast(cached.count - size)
    }

    /// What is not waiting to be written is read from the disk again.
    mutating func evict(from start: Int, to end: Int) {
        let end = max(start, min(end, cached.count))
        let sectors = start / MemoryFileSystem.sector...end / MemoryFileSystem.sector
        guard dirty.isDisjoint(with: sectors) else { return }
        if start <= evicted { evicted = end }
        let rest = durable.dropFirst(start)
        cached.replaceSubrange(
            start..<end, with: end == cached.count ? rest : rest.prefix(end - start))
    }

    /// What a failed synchronization has forgotten is not written by a later one.
    mutating func synchronize() {
        settle(size: cached.count, dirty.sorted())
        dirty = []
    }

    /// The disk gets a size, and these sectors.
    private mutating func settle(size: Int, _ sectors: [Int]) {
        if size < durable.count { durable.removeLast(durable.count - size) }
        durable.append(contentsOf: repeatElement(0, count: size - durable.count))
        for index in sectors {
            let start = index * MemoryFileSystem.sector
            let end = min(start + MemoryFileSystem.sector, size, cached.count)
            if start < end { durable.replaceSubrange(start..<end, with: cached[start..<end]) }
        }
    }

    /// Each sector as it was or as it should have become; the size likewise, or in between.
    mutating func tear(odds: Int, _ dice: inout Dice) {
        var size = durable.count
        if cached.count != size {
            let sizes = [cached.count, size].sorted()
            if dice.chance(1, in: 3) {
                size = sizes[0] + dice.below(sizes[1] - sizes[0] + 1)
            } else if dice.chance(odds, in: 8) {
                size = cached.count
            }
        }
        settle(size: size, dirty.sorted().filter { _ in dice.chance(odds, in: 8) })
        cached = durable
        dirty = []
    }
}
