/// How much of the log is on disk. One flush is under way at a time; what is appended meanwhile waits
/// for the next one, which is how many transactions come to share a flush (group commit).
public struct Durability: Hashable, Sendable {
    /// The log is on disk up to here.
    public private(set) var durable: Zxid
    /// The end of the log as it was written, flushed or not.
    public private(set) var written: Zxid
    /// What the flush under way will make durable; nil when none is.
    public private(set) var flushing: Zxid?
    /// Whether something was written after the flush under way began.
    private var isDirty = false
    /// Whether a truncation is among it, which only a flush that began later makes durable.
    private var isCut = false
    /// The snapshot that replaced the log and is on its way to the disk; nil when none is.
    private var saving: Zxid?

    init(durable: Zxid) {
        self.durable = durable
        written = durable
    }

    /// Everything written is on disk.
    public var isClean: Bool { flushing == nil && !isDirty && saving == nil }

    mutating func append(_ zxid: Zxid) {
        written = zxid
        isDirty = true
    }

    /// The log was cut back; `untilFlushed` says whether that must reach the disk before it counts
    /// (rule `truncationIsDurable`).
    mutating func truncate(to zxid: Zxid, untilFlushed: Bool) {
        written = min(written, zxid)
        durable = min(durable, zxid)
        flushing = flushing.map { min($0, zxid) }
        isDirty = isDirty || untilFlushed
        isCut = true
    }

    /// A snapshot at `zxid`, at or above the end of the log, takes its place once it is saved.
    mutating func restart(at zxid: Zxid) {
        written = zxid
        saving = zxid
    }

    /// Begins a flush if something waits for one and none is under way.
    mutating func flush(into effects: inout [Effect]) {
        guard isDirty, flushing == nil else { return }
        isDirty = false
        isCut = false
        flushing = written
        effects.append(.flush)
    }

    /// The flush has finished. The disk may have taken more into it than was written when it was asked
    /// for: `end` is where the log on disk ends, and what is durable needs no flush of its own.
    mutating func flushed(upTo end: Zxid) {
        guard let asked = flushing else { preconditionFailure("a flush ends that was begun") }
        flushing = nil
        durable = max(durable, asked)
        guard !isCut, end <= written else { return }
        durable = max(durable, end)
        if durable == written { isDirty = false }
    }

    /// A snapshot at `zxid` is on disk, and with it everything up to there.
    mutating func saved(_ zxid: Zxid) {
        durable = max(durable, min(zxid, written))
        if saving == zxid { saving = nil }
    }
}
