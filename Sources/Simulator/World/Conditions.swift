public import Zab

/// How fast the world around the servers is: links, disks, and how long it takes to notice that
/// something is gone.
public struct Conditions: Hashable, Sendable {
    /// One way between two servers.
    public var latency = Span(.milliseconds(2))
    /// One way between a client and a server.
    public var clientLatency = Span(.milliseconds(1))
    public var flush = Span(.milliseconds(4))
    public var record = Span(.milliseconds(3))
    public var snapshot = Span(.milliseconds(10))
    /// A connection that the network cut is given up after this time.
    public var breakAfter = Time.seconds(4)
    /// Nobody answers at all: an attempt to connect is given up after this time.
    public var connectTimeout = Time.milliseconds(500)
    /// From the end of a process that wants to start again to its start.
    public var restartAfter = Time.milliseconds(50)
    /// How long a client waits before it tries the next server.
    public var clientRetry = Time.milliseconds(100)
    /// What clients ask for, in ms; nil for the longest that servers grant.
    public var sessionTimeout: Int32?
    /// Whether a client whose session has expired asks for a new one.
    public var clientsReopen = true
    /// What a power failure leaves of what was written and not flushed: nothing, or (torn) a part of it
    /// that the dice choose.
    public var tearsWrites = false

    public init() {}
}
