public import Zab

/// What an operator should know, each worth a line in the server's log.
public enum StorageNotice: Hashable, Sendable {
    /// What was found at the start: the newest snapshot, how many log entries behind it, where they
    /// end.
    case recovered(snapshot: Zxid, entries: Int, end: Zxid)
    /// The last write is not whole. If a crash cut it off, nothing in it was ever acknowledged.
    case tornTail(path: String, offset: Int)
    /// An older state and a longer log were used.
    case snapshotUnreadable(StorageError)
    /// A state is on the disk, and was read back.
    case snapshotSaved(Zxid, bytes: Int)
    /// Nothing is lost by it: the log has everything.
    case snapshotFailed(StorageError)
    /// A flush took so many ms.
    case slowFlush(milliseconds: Int)
    /// No more space can be had; what is reserved is being used up.
    case spaceIsShort(StorageError)
    /// The log should have gone on in a new file, and goes on in the old one.
    case fileKept(StorageError)
    case purged(files: Int)
    /// An old file cannot be removed; only its space is lost by it.
    case notPurged(StorageError)
}

extension StorageNotice: CustomStringConvertible {
    public var description: String {
        switch self {
        case .recovered(.zero, 0, .zero): "there are no data yet"
        case .recovered(let snapshot, let entries, let end):
            "recovered the snapshot at \(snapshot.hexadecimal) and \(entries) log entries behind it, "
                + "up to \(end.hexadecimal)"
        case .tornTail(let path, let offset):
            "\(path), byte \(offset): the last write is not whole, and is left out; cut off by a crash, "
                + "it was never acknowledged"
        case .snapshotUnreadable(let error):
            "a snapshot cannot be read, an older one is tried: \(error.path): \(error.problem)"
        case .snapshotSaved(let zxid, let bytes):
            "saved a snapshot at \(zxid.hexadecimal), \(bytes) bytes"
        case .snapshotFailed(let error):
            "no snapshot was saved, the log goes on: \(error)"
        case .slowFlush(let milliseconds):
            "a flush of the log took \(milliseconds) ms, which delays every write"
        case .spaceIsShort(let error): "the disk is nearly full: \(error)"
        case .fileKept(let error):
            "no new log file was begun, the old one goes on: \(error.path): \(error.problem)"
        case .purged(let files): "purged \(files) old files"
        case .notPurged(let error):
            "an old file stays, and so does what belongs to it: \(error.path): \(error.problem)"
        }
    }
}
