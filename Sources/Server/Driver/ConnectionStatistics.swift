import Zab
import Znodes

/// What `cons` tells about one connection.
struct ConnectionStatistics: Sendable {
    /// When the connection came.
    let since: Time
    private(set) var session: Int64 = 0
    /// Negotiated, in ms; 0 before there is a session.
    private(set) var timeout: Int32 = 0
    var received = 0
    var sent = 0
    private(set) var latency = Spread()
    private(set) var lastOpcode: Opcode?
    private(set) var lastXid: Int32 = -1
    private(set) var lastZxid = Zxid.zero
    private(set) var lastAnswer = Time.zero
    private(set) var lastLatency = 0

    init(since: Time) { self.since = since }

    mutating func open(session: Int64, timeout: Int32) {
        self.session = session
        self.timeout = timeout
    }

    /// - Parameter milliseconds: from the request's arrival to this answer.
    mutating func note(
        _ opcode: Opcode, xid: Int32, zxid: Zxid, at now: Time, latency milliseconds: Int
    ) {
        latency.add(milliseconds)
        lastLatency = milliseconds
        lastOpcode = opcode
        // Pings and restored watches have none of their own (`ServerCnxn.updateStatsForResponse`).
        if xid >= 0 { lastXid = xid }
        lastZxid = zxid
        lastAnswer = now
    }

    /// When it would be closed if it stayed silent, to the next ten seconds, in ms
    /// (`NIOServerCnxnFactory.cnxnExpiryQueue`).
    var expiry: Int64 {
        let bucket: Int64 = 10_000
        let last = max(since, lastAnswer).milliseconds
        return ((last + (timeout > 0 ? Int64(timeout) : bucket)) / bucket + 1) * bucket
    }

    /// `crst`: the counters begin again, the session stays.
    mutating func reset() {
        received = 0
        sent = 0
        latency = Spread()
    }
}
