import Foundation
import Storage
import Synchronization

/// Files in memory, on a disk whose power can be cut at any call.
///
/// What was written and not synchronized is lost, kept or torn, sector by sector; names made, changed
/// and removed in a directory that was not synchronized are lost or kept, one by one. It can also be
/// full (what is removed or cut off makes room again), fail to synchronize and lie about it afterwards (fsyncgate), and it lets a test damage files.
final class MemoryFileSystem: FileSystem {
    static let sector = 512

    /// Where the power may have been cut: before a call did anything, or when it had.
    struct Point: Sendable {
        let call: String
        let state: State
    }

    private let state: Mutex<State>

    init() { state = Mutex(State()) }

    /// The power has been cut there.
    init(_ point: Point) { state = Mutex(point.state) }

    // MARK: - What a test can do

    /// From now on every place where the power may be cut is kept.
    func keepPoints() { state.withLock { $0.points = [] } }

    /// Those since the last time.
    func takePoints() -> [Point] {
        state.withLock { state in
            defer { state.points = state.points.map { _ in [] } }
            return state.points ?? []
        }
    }

    /// Cuts the power after so many calls.
    func cut(after calls: Int) { state.withLock { $0.lastCall = $0.calls + calls } }

    /// The power is back: what survived is there.
    func powerReturns(_ dice: inout Dice) {
        state.withLock { state in
            // Mostly lost, mostly kept, or anything.
            let odds = [0, 1, 4, 7, 8][dice.below(5)]
            for change in state.changes where dice.chance(odds, in: 8) {
                state.durableNames.apply(change)
            }
            state.names = state.durableNames
            state.changes = []
            for id in state.inodes.keys.sorted() {
                state.inodes[id]?.tear(odds: odds, &dice)
            }
            state.restart()
        }
    }

    /// The process alone has died: the operating system still has what it was given.
    func processEnds() { state.withLock { $0.restart() } }

    /// How many bytes more there is space for.
    func limit(to space: Int) { state.withLock { $0.space = space } }

    /// Up to where nothing of a file is kept in memory.
    func evicted(_ path: String) -> Int? {
        state.withLock { state in state.names[path].flatMap { state.inodes[$0]?.evicted } }
    }

    /// From now on to synchronize a file fails, and forgets what it should have written.
    func failSynchronizations(_ fails: Bool = true) {
        state.withLock { $0.failingSynchronizations = fails }
    }

    /// From now on no file can be opened, for this reason; nil to open again.
    func refuseOpening(_ code: Int32?) { state.withLock { $0.openingError = code } }

    /// From now on only these files may not be removed.
    func keep(_ paths: Set<String>) { state.withLock { $0.kept = paths } }

    var paths: [String] { state.withLock { $0.names.keys.sorted() } }

    func contents(of path: String) -> [UInt8]? {
        state.withLock { state in
            state.names[path].flatMap { state.inodes[$0]?.cached }
        }
    }

    /// Changes what is on the disk, without a trace.
    func damage(_ path: String, _ change: (inout [UInt8]) -> Void) {
        state.withLock { state in
            guard let id = state.names[path] else { return }
            var inode = state.inodes[id, default: Inode()]
            change(&inode.durable)
            inode.cached = inode.durable
            state.inodes[id] = inode
        }
    }

    func lose(_ path: String) {
        state.withLock { state in
            state.names[path] = nil
            state.durableNames[path] = nil
        }
    }

    // MARK: - FileSystem

    var now: Int64 {
        state.withLock { state in
            state.time += 1
            return state.time
        }
    }

    func makeDirectory(_ path: String) throws(FileError) {}

    func names(in directory: String) throws(FileError) -> [String] {
        let prefix = directory + "/"
        return state.withLock { state in
            state.names.keys.filter { $0.hasPrefix(prefix) }.sorted()
                .map { String($0.dropFirst(prefix.count)) }
        }
    }

    func open(_ path: String, create: Bool) throws(FileError) -> any StoredFile {
        if let code = state.withLock({ $0.openingError }) {
            throw FileError("open", path, code: code)
        }
        if !create {
            let id = state.withLock { $0.names[path] }
            guard let id else { throw FileError("open", path, code: ENOENT) }
            return MemoryFile(path, id, in: self)
        }
        let id = try call("create", path) { state in
            let id = state.inodes.count
            state.inodes[id] = Inode()
            state.change(.set(path, id))
            return id
        }
        return MemoryFile(path, id, in: self)
    }

    func rename(_ path: String, to target: String) throws(FileError) {
        try call("rename", path) { $0.change(.rename(path, to: target)) }
    }

    func remove(_ path: String) throws(FileError) {
        if state.withLock({ $0.names[path] == nil }) {
            throw FileError("remove", path, code: ENOENT)
        }
        if state.withLock({ $0.kept.contains(path) }) {
            throw FileError("remove", path, code: EPERM)
        }
        try call("remove", path) { state in
            state.giveBack(state.names[path].flatMap { state.inodes[$0]?.cached.count } ?? 0)
            state.change(.remove(path))
        }
    }

    func synchronize(directory: String) throws(FileError) {
        try call("synchronize directory", directory) { state in
            for change in state.changes where change.path.hasPrefix(directory + "/") {
                state.durableNames.apply(change)
            }
            state.changes.removeAll { $0.path.hasPrefix(directory + "/") }
        }
    }

    func lock(_ path: String) throws(FileError) -> FileLock {
        let isFree = state.withLock { $0.locks.insert(path).inserted }
        guard isFree else { return .held(by: 42) }
        return .taken { self.state.withLock { _ = $0.locks.remove(path) } }
    }

    // MARK: - Files

    fileprivate func read(_ id: Int, _ path: String) throws(FileError) -> [UInt8] {
        let bytes = state.withLock { $0.isOff ? nil : $0.inodes[id]?.cached }
        guard let bytes else { throw FileError("read", path, code: EIO) }
        return bytes
    }

    fileprivate func write(
        _ bytes: [UInt8], at offset: Int, _ id: Int, _ path: String
    ) throws(FileError) {
        try resize(id, to: offset + bytes.count, "write", path) { inode in
            inode.cached.replaceSubrange(offset..<offset + bytes.count, with: bytes)
            guard !bytes.isEmpty else { return }
            inode.dirty.formUnion(offset / Self.sector...(offset + bytes.count - 1) / Self.sector)
        }
    }

    fileprivate func reserve(_ size: Int, _ id: Int, _ path: String) throws(FileError) {
        try resize(id, to: size, "reserve", path) { _ in }
    }

    private func resize(
        _ id: Int, to size: Int, _ name: String, _ path: String,
        _ body: (inout Inode) -> Void
    ) throws(FileError) {
        let isFull = state.withLock { state in
            let growth = max(0, size - (state.inodes[id]?.cached.count ?? 0))
            if growth > state.space { return true }
            if !state.isOff { state.space -= growth }
            return false
        }
        if isFull { throw FileError(name, path, code: ENOSPC) }
        try call(name, path) { state in
            state.inodes[id, default: Inode()].grow(to: size)
            body(&state.inodes[id, default: Inode()])
        }
    }

    fileprivate func truncate(to size: Int, _ id: Int, _ path: String) throws(FileError) {
        try call("truncate", path) { state in
            state.giveBack(max(0, (state.inodes[id]?.cached.count ?? 0) - size))
            state.inodes[id, default: Inode()].shrink(to: size)
        }
    }

    fileprivate func synchronize(_ id: Int, _ path: String) throws(FileError) {
        let fails = try call("synchronize", path) { state in
            if state.failingSynchronizations {
                state.inodes[id]?.dirty = []
                return true
            }
            state.inodes[id]?.synchronize()
            return false
        }
        if fails { throw FileError("synchronize", path, code: EIO) }
    }

    fileprivate func evict(_ id: Int, from start: Int, to end: Int) {
        state.withLock { $0.inodes[id]?.evict(from: start, to: end) }
    }

    private func call<Result>(
        _ name: String, _ path: String, _ body: (inout State) -> Result
    ) throws(FileError) -> Result {
        let result: Result? = state.withLock { state in
            if state.isOff { return nil }
            state.calls += 1
            state.keepPoint("before \(name) \(path)")
            let before = state
            let result = body(&state)
            if state.isOff {
                // A synchronization that is under way may have done any part of it.
                if name.hasPrefix("synchronize") { state = before }
                return nil
            }
            if !name.hasPrefix("synchronize") { state.keepPoint("within \(name) \(path)") }
            return result
        }
        guard let result else { throw FileError(name, path, code: EIO) }
        return result
    }
}

private final class MemoryFile: StoredFile {
    let path: String
    private let id: Int
    private let system: MemoryFileSystem

    init(_ path: String, _ id: Int, in system: MemoryFileSystem) {
        self.path = path
        self.id = id
        self.system = system
    }

    func size() throws(FileError) -> Int { try system.read(id, path).count }

    func read(_ count: Int, at offset: Int, into bytes: inout [UInt8]) throws(FileError) {
        bytes += try system.read(id, path).dropFirst(offset).prefix(count)
    }

    func write(_ bytes: [UInt8], at offset: Int) throws(FileError) {
        try system.write(bytes, at: offset, id, path)
    }

    func reserve(_ size: Int) throws(FileError) { try system.reserve(size, id, path) }

    func truncate(to size: Int) throws(FileError) { try system.truncate(to: size, id, path) }

    func synchronize() throws(FileError) { try system.synchronize(id, path) }

    func data(from offset: Int) throws(FileError) -> Int? {
        let size = try size()
        return offset < size ? offset : nil
    }

    func evict(from start: Int, to end: Int?) {
        system.evict(id, from: start, to: end ?? .max)
    }

    func named(_ path: String) -> any StoredFile { MemoryFile(path, id, in: system) }

    func close() {}
}
