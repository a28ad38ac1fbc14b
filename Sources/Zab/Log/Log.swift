/// A stretch of history in memory, in the order of zxids, beginning behind `base`.
///
/// The peer keeps its uncommitted tail and a window of committed transactions in one; the simulator's
/// disk is another. Copies share all but the last few entries, so keeping the log of every earlier
/// step is cheap, and appending costs the same however long it is.
///
/// Invariant: zxids rise strictly, and all lie above `base`.
public struct Log: Hashable, Sendable {
    /// What stands directly before the first entry: the zxid of a snapshot or of the last entry dropped.
    public private(set) var base: Zxid
    private var chunks: [[Proposal]] = []
    public private(set) var count = 0

    private static let chunkSize = 32

    public init(base: Zxid = .zero) { self.base = base }

    public var isEmpty: Bool { count == 0 }

    /// The last zxid of the history that this log ends.
    public var last: Zxid { chunks.last?.last?.zxid ?? base }

    /// The first zxid in memory, or nil when nothing is.
    public var first: Zxid? { chunks.first?.first?.zxid }

    public mutating func append(_ proposal: Proposal) {
        precondition(proposal.zxid > last, "\(proposal.zxid) does not extend a log at \(last)")
        // Only the count is looked at: a reference to the chunk would make the append copy it.
        if let filled = chunks.last?.count, filled < Self.chunkSize {
            chunks[chunks.count - 1].append(proposal)
        } else {
            chunks.append([proposal])
        }
        count += 1
    }

    /// Drops everything above `zxid`; returns what was dropped, oldest first.
    @discardableResult
    public mutating func truncate(to zxid: Zxid) -> [Zxid] {
        precondition(zxid >= base, "cannot truncate to \(zxid), below the log's base \(base)")
        var dropped: [Zxid] = []
        while let tail = chunks.last?.last, tail.zxid > zxid {
            dropped.append(tail.zxid)
            chunks[chunks.count - 1].removeLast()
            if chunks[chunks.count - 1].isEmpty { chunks.removeLast() }
            count -= 1
        }
        return dropped.reversed()
    }

    /// Forgets old entries, whole chunks at a time, as long as `keep` remain and none above `committed` goes.
    public mutating func trim(keeping keep: Int, upTo committed: Zxid) {
        while chunks.count > 1, let head = chunks.first, let end = head.last,
            count - head.count >= keep, end.zxid <= committed
        {
            base = end.zxid
            count -= head.count
            chunks.removeFirst()
        }
    }

    /// The last entry or base at or below `zxid`; nil when that lies below the base.
    public func floor(_ zxid: Zxid) -> Zxid? {
        if zxid < base { return nil }
        let (chunk, offset) = position(after: zxid)
        if offset > 0 { return chunks[chunk][offset - 1].zxid }
        return chunk > 0 ? chunks[chunk - 1].last?.zxid : base
    }

    public func contains(_ zxid: Zxid) -> Bool { zxid != base && floor(zxid) == zxid }

    public subscript(zxid: Zxid) -> Proposal? {
        let (chunk, offset) = position(after: zxid)
        let found =
            offset > 0 ? chunks[chunk][offset - 1] : chunk > 0 ? chunks[chunk - 1].last : nil
        return found?.zxid == zxid ? found : nil
    }

    /// The entries above `zxid`, oldest first.
    public func entries(after zxid: Zxid) -> [Proposal] {
        let (chunk, offset) = position(after: zxid)
        guard chunk < chunks.count else { return [] }
        return Array(chunks[chunk][offset...]) + chunks[(chunk + 1)...].joined()
    }

    /// The first entry above `zxid`.
    public func next(after zxid: Zxid) -> Proposal? {
        let (chunk, offset) = position(after: zxid)
        return chunk < chunks.count ? chunks[chunk][offset] : nil
    }

    public var entries: [Proposal] { Array(chunks.joined()) }

    /// Where the first entry above `zxid` is: (chunk, offset), or (chunks.count, 0) behind the end.
    private func position(after zxid: Zxid) -> (chunk: Int, offset: Int) {
        if zxid >= last || chunks.isEmpty { return (chunks.count, 0) }
        let chunk = chunks.partitioned { $0[$0.count - 1].zxid > zxid }
        return (chunk, chunks[chunk].partitioned { $0.zxid > zxid })
    }
}

extension Array {
    /// The first index whose element satisfies `predicate`, when all that do stand at the end.
    fileprivate func partitioned(by predicate: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
