import HashTreeCollections

/// When which session expires, on the leader (`SessionTrackerImpl`, `ExpiryQueue`).
///
/// Sessions sit in buckets one tick wide, so a timer is needed only for each bucket: a session lives
/// between its timeout and its timeout plus a tick after it was last heard of. Times are milliseconds
/// of the leader's clock, from any origin.
public struct SessionTracker: Hashable, Sendable {
    private let tick: Int64
    private var queue = SortedMap<Int64, SortedSet<Int64>>()
    private var bucketOf: TreeDictionary<Int64, Int64> = [:]
    private var expired: TreeSet<Int64> = []
    /// Which session was heard of last, and when it expires. Its requests come in a row, and mostly change nothing.
    private var latest = Memo<(session: Int64, bucket: Int64)>()

    /// - Parameter tick: the width of a bucket, in milliseconds.
    public init(tick: Int64) {
        precondition(tick > 0, "a tick takes time")
        self.tick = tick
    }

    /// Which sessions expire when, soonest first.
    public var buckets: some Sequence<(key: Int64, value: SortedSet<Int64>)> { queue }

    /// When the next bucket expires, if there is one.
    public private(set) var nextExpiry: Int64?

    /// The session was heard of, or has come to this leader. False, and without effect, when it has
    /// expired and waits to be closed.
    @discardableResult
    public mutating func touch(_ session: Int64, timeout: Int32, now: Int64) -> Bool {
        let bucket = ((now + Int64(timeout)) / tick + 1) * tick
        if let latest = latest.value, latest == (session, bucket) { return true }
        if !expired.isEmpty, expired.contains(session) { return false }
        defer { latest.value = (session, bucket) }
        let current = bucketOf[session]
        if current == bucket { return true }
        if let current { take(session, from: current) }
        bucketOf[session] = bucket
        var sessions = queue[bucket] ?? SortedSet()
        sessions.insert(session)
        queue[bucket] = sessions
        nextExpiry = queue.first?.key
        return true
    }

    /// The session is closed.
    public mutating func remove(_ session: Int64) {
        latest.value = nil
        expired.remove(session)
        if let bucket = bucketOf.removeValue(forKey: session) { take(session, from: bucket) }
    }

    /// The sessions whose queue have passed: by bucket, then by id. Each is returned once, and must
    /// be closed; until it is removed it cannot be touched.
    public mutating func expire(_ now: Int64) -> [Int64] {
        latest.value = nil
        var sessions: [Int64] = []
        while let (bucket, members) = queue.first, bucket <= now {
            queue[bucket] = nil
            for session in members {
                bucketOf[session] = nil
                expired.insert(session)
                sessions.append(session)
            }
        }
        nextExpiry = queue.first?.key
        return sessions
    }

    private mutating func take(_ session: Int64, from bucket: Int64) {
        guard var sessions = queue[bucket] else { return }
        sessions.remove(session)
        queue[bucket] = sessions.isEmpty ? nil : sessions
        nextExpiry = queue.first?.key
    }
}
