import Replication
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
    private(set) var latency = Latency()
    private(set) var lastOpcode: Opcode?
    private(set) var lastXid: Int32 = -1
    private(set) var lastZxid = Zxid.zero
    private(set) var lastAnswer = Time.zero

    init(since: Time) { self.since = since }

    mutating func open(session: Int64, timeout: Int32) {
        self.session = session
        self.timeout = timeout
    }

    mutating func note(_ reply: Reply, at now: Time, latency time: Time) {
        latency.add(time)
        lastOpcode = reply.request.opcode
        lastXid = reply.xid
        lastZxid = reply.zxid
        lastAnswer = now
    }

    /// `crst`: the counters begin again, the session stays.
    mutating func reset() {
        received = 0
        sent = 0
        latency = Latency()
    }
}
