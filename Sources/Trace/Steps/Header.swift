public import Zab

/// The first line of a trace: who recorded it, of what, under which rules.
public struct Header: Hashable, Sendable, Codable {
    /// The version of the format; this code reads version 1.
    public var zabscope: Int
    /// `simulator`, or the name of a live recorder.
    public var recorder: String
    public var servers: [Member]
    public var clients: [Lane]
    /// Quorum groups with their weights; nil for a plain majority of the voters.
    public var groups: [[String: Int]]?
    public var seed: UInt64?
    /// Rules that were switched off, for the reader; no property looks at this.
    public var off: [Rule]
    /// Promises of the network that were switched off (`fifo`).
    public var assumptionsOff: [String]
    /// What requests may ask for beyond ZooKeeper's defaults, under the names of its settings
    /// (`extendedTypesEnabled`); nil where it is nothing.
    public var options: [String]?
    /// What it is a recording of: a lesson, a scenario, a seed.
    public var title: String?
    /// The commands that made the run, one a line, where they are known.
    public var scenario: String?
    /// What stood in the servers' logs, by lane, before the first step; nil where all began empty.
    public var logs: [String: [Logged]]?

    /// The trees that servers began with, at the snapshots on their disks, by lane; nil where all began
    /// empty. One that is too large for a line is left out.
    public var states: [String: StartingState]?

    /// A tree and its sessions from before the recording.
    public struct StartingState: Hashable, Sendable, Codable {
        /// The last transaction in it.
        public var at: Zxid
        /// The stream that follows SNAP.
        public var snapshot: Bytes

        public init(at: Zxid, snapshot: Bytes) {
            self.at = at
            self.snapshot = snapshot
        }
    }

    /// One transaction in a log from before the recording.
    public struct Logged: Hashable, Sendable, Codable {
        public var zxid: Zxid
        /// The same digest as in the `append` and `deliver` effects.
        public var digest: String
        /// Header and record in ZooKeeper's encoding.
        public var txn: Bytes?

        public init(zxid: Zxid, digest: String, txn: Bytes? = nil) {
            self.zxid = zxid
            self.digest = digest
            self.txn = txn
        }
    }

    public struct Member: Hashable, Sendable, Codable {
        public var lane: Lane
        public var votes: Bool

        public init(lane: Lane, votes: Bool) {
            self.lane = lane
            self.votes = votes
        }
    }

    public init(
        recorder: String = "simulator", servers: [Member], clients: [Lane] = [],
        groups: [[String: Int]]? = nil, seed: UInt64? = nil, off: [Rule] = [],
        assumptionsOff: [String] = [], options: [String]? = nil, title: String? = nil,
        scenario: String? = nil,
        logs: [String: [Logged]]? = nil
    ) {
        zabscope = 1
        self.recorder = recorder
        self.servers = servers
        self.clients = clients
        self.groups = groups
        self.seed = seed
        self.off = off
        self.assumptionsOff = assumptionsOff
        self.options = options
        self.title = title
        self.scenario = scenario
        self.logs = logs
    }
}

/// A recording: its header and its steps. Everything a learner sees is computed from this value.
public struct Recording: Hashable, Sendable {
    public var header: Header
    /// In order; `steps[i].n == i + 1` for a whole recording.
    public var steps: [Step]

    public init(header: Header, steps: [Step] = []) {
        self.header = header
        self.steps = steps
    }
}
