/// What the storage needs of an operating system. Tests put one in its place that loses its power.
///
/// Nothing is durable before it has been synchronized: a file's bytes and size by the file's
/// `synchronize`, a name made, changed or removed by its directory's.
public protocol FileSystem: Sendable {
    /// Makes a directory and those above it, where they are missing.
    func makeDirectory(_ path: String) throws(FileError)
    /// The names in a directory, in no order; none when it does not exist.
    func names(in directory: String) throws(FileError) -> [String]
    /// Opens a file for reading and writing; with `create`, makes it new and empty.
    func open(_ path: String, create: Bool) throws(FileError) -> any StoredFile
    /// Gives a file another name; one that had that name is gone.
    func rename(_ path: String, to target: String) throws(FileError)
    func remove(_ path: String) throws(FileError)
    func synchronize(directory: String) throws(FileError)
    /// Takes the lock that `path` stands for, until the process ends or the lock is released.
    func lock(_ path: String) throws(FileError) -> FileLock
    /// The wall clock, in ns since 1970: tells files of the same name apart.
    var now: Int64 { get }
}

/// Who has a lock.
public enum FileLock: Sendable {
    /// This process; calling the closure releases it.
    case taken(release: @Sendable () -> Void)
    /// Another one; its process id, when it is known.
    case held(by: Int32?)
}

/// An open file. Offsets and counts are in bytes.
public protocol StoredFile: AnyObject, Sendable {
    var path: String { get }
    func size() throws(FileError) -> Int
    /// Appends up to `count` bytes from `offset` to `bytes`, fewer at the end of the file.
    func read(_ count: Int, at offset: Int, into bytes: inout [UInt8]) throws(FileError)
    func write(_ bytes: [UInt8], at offset: Int) throws(FileError)
    /// Makes the file at least so long, with zeros, and sees to it that writing there needs no more
    /// space.
    func reserve(_ size: Int) throws(FileError)
    func truncate(to size: Int) throws(FileError)
    /// Returns when everything written is on the disk. After an error nothing about this file may be
    /// believed, a later success least of all (fsyncgate).
    func synchronize() throws(FileError)
    /// Where the next bytes other than a hole's stand, from `offset` on; nil behind the last.
    func data(from offset: Int) throws(FileError) -> Int?
    /// Lets go of what the operating system remembers of these bytes, which have been synchronized: reading them asks
    /// the disk, and memory for others need not be found anew. Without an end, all from `start` on.
    func evict(from start: Int, to end: Int?)
    /// The same open file in the place of this one, which is used no more: it has been renamed.
    func named(_ path: String) -> any StoredFile
    func close()
}

extension StoredFile {
    func read(_ count: Int, at offset: Int) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        try read(count, at: offset, into: &bytes)
        return bytes
    }
}
