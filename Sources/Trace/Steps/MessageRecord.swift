public import Zab

/// The kind of a message: ZooKeeper's packet names between servers, our own five words to clients.
public enum MessageKind: String, Hashable, Sendable, Codable, CaseIterable {
    // Election port
    case notification = "NOTIFICATION"
    // Learner → leader
    case followerInfo = "FOLLOWERINFO"
    case observerInfo = "OBSERVERINFO"
    case ackEpoch = "ACKEPOCH"
    case ack = "ACK"
    /// The ACK that answers NEWLEADER (ACK-LD in the paper).
    case ackNewLeader = "ACKLD"
    case request = "REQUEST"
    // Leader → learner
    case leaderInfo = "LEADERINFO"
    case diff = "DIFF"
    case trunc = "TRUNC"
    case snap = "SNAP"
    case snapshotPiece = "SNAPSHOT"
    case newLeader = "NEWLEADER"
    case upToDate = "UPTODATE"
    case proposal = "PROPOSAL"
    case commit = "COMMIT"
    case inform = "INFORM"
    case sync = "SYNC"
    // Both ways
    case ping = "PING"
    case revalidate = "REVALIDATE"
    // Client port
    case connect = "CONNECT"
    case connected = "CONNECTED"
    case call = "CALL"
    case reply = "REPLY"
    case event = "EVENT"

    /// A reply or an acknowledgement, drawn dashed.
    public var isAnswer: Bool {
        switch self {
        case .ackEpoch, .ack, .ackNewLeader, .connected, .reply: true
        default: false
        }
    }
}

/// The vote inside a NOTIFICATION, with the sender's state and round.
public struct VoteRecord: Hashable, Sendable, Codable {
    public var leader: Lane
    /// Nil when the candidate cannot vouch for its history.
    public var zxid: Zxid?
    public var epoch: Epoch
    public var round: UInt64
    /// The sender's state: looking, following, leading, observing.
    public var state: String

    public init(leader: Lane, zxid: Zxid?, epoch: Epoch, round: UInt64, state: String) {
        self.leader = leader
        self.zxid = zxid
        self.epoch = epoch
        self.round = round
        self.state = state
    }
}

/// One message as it was sent; the same record appears in the step that sends it, in the one that
/// receives it, or in the one that says how it was lost.
public struct MessageRecord: Hashable, Sendable, Codable {
    /// Connection and position on it, counted when the message was written to the link:
    /// `s1.1-s3.2#4/7` is the seventh message on the fourth connection, sent by life 1 of s1 to life 2
    /// of s3.
    public var id: String
    public var kind: MessageKind
    public var from: Lane
    public var to: Lane
    public var zxid: Zxid?
    public var epoch: Epoch?
    public var vote: VoteRecord?
    /// The client call that a CALL, REPLY, REQUEST or forwarded answer belongs to.
    public var call: CallID?
    /// The sessions, by pseudonym, that a learner has heard from since it last answered a PING.
    public var touched: [Int64]?
    /// What a REPLY says.
    public var outcome: OutcomeRecord?
    /// What it carries, in a few words: `create /lock`, `NodeCreated /lock`, `64 nodes`.
    public var text: String?

    public init(
        id: String, kind: MessageKind, from: Lane, to: Lane, zxid: Zxid? = nil,
        epoch: Epoch? = nil, vote: VoteRecord? = nil, call: CallID? = nil,
        outcome: OutcomeRecord? = nil, text: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.from = from
        self.to = to
        self.zxid = zxid
        self.epoch = epoch
        self.vote = vote
        self.call = call
        self.outcome = outcome
        self.text = text
    }
}

/// A client's request: session (a pseudonym, never the real id of a live one) and its number (`cxid`).
public struct CallID: Hashable, Sendable, Codable {
    public var session: Int64
    public var xid: Int32

    public init(session: Int64, xid: Int32) {
        self.session = session
        self.xid = xid
    }
}

/// What came of a call: the zxid in the reply's header, the error if there is one, and the result.
public struct OutcomeRecord: Hashable, Sendable, Codable {
    public var zxid: Zxid
    /// ZooKeeper's name of the error (`NODEEXISTS`), nil for success.
    public var error: String?
    /// For people: `/lock`, `"me" version 0`, `[a, b]`.
    public var text: String
    /// The response record in Jute, for the checker.
    public var body: Bytes

    public init(zxid: Zxid, error: String?, text: String, body: Bytes) {
        self.zxid = zxid
        self.error = error
        self.text = text
        self.body = body
    }
}
