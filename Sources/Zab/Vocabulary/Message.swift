/// Everything that servers say to each other. Notifications travel on the election port, the rest on
/// the connection that a learner opened to its leader, and each case travels in one direction only.
///
/// Names are ZooKeeper's packet types (`Leader.java`), the paper's are in the glossary.
public enum Message: Hashable, Sendable {
    case notification(Notification)

    // Learner → leader
    /// FOLLOWERINFO or OBSERVERINFO (CEPOCH): who I am and the epoch I have promised.
    case learnerInfo(acceptedEpoch: Epoch, observer: Bool)
    /// ACKEPOCH (ACK-E): I promise. The epoch is my current one, nil when this epoch was promised before.
    case ackEpoch(current: Epoch?, last: Zxid)
    /// ACK: everything up to here is on my disk. For `E:0` it acknowledges NEWLEADER (ACK-LD).
    case ack(Zxid)
    /// PING answered: the sessions heard from since the last one.
    case pong(Zxid, touched: [UInt8])
    /// REQUEST: a client's write, forwarded, and whose it is: the packet's `authinfo`, a Jute vector<Id>
    /// that is empty bytes for null.
    case request([UInt8], authinfo: [UInt8] = [])
    /// REVALIDATE: a client has come back; is its session still alive?
    case revalidate([UInt8])

    // Leader → learner
    /// LEADERINFO (NEWEPOCH): the epoch that I propose to lead.
    case leaderInfo(Epoch)
    /// DIFF: you are in step up to here, the missing proposals follow.
    case diff(Zxid)
    /// TRUNC: cut your log back to here.
    case trunc(Zxid)
    /// SNAP: drop your state; a copy of mine at this zxid follows in pieces.
    case snap(Zxid)
    case snapshotPiece([UInt8], isLast: Bool)
    /// NEWLEADER: that was my whole history (NEW-LEADER of the paper).
    case newLeader(Epoch)
    /// UPTODATE (COMMIT-LD): a quorum has it; serve.
    case upToDate
    case proposal(Proposal)
    case commit(Zxid)
    /// INFORM: proposal and commit in one, for observers.
    case inform(Proposal)
    case ping(Zxid)
    /// SYNC: the answer to a forwarded `sync`; all commits before it are ahead of it on this link.
    case sync
    case revalidated([UInt8])

    /// Whether it travels from a learner to its leader.
    public var isForLeader: Bool {
        switch self {
        case .learnerInfo, .ackEpoch, .ack, .pong, .request, .revalidate: true
        default: false
        }
    }

    public var isForElection: Bool {
        if case .notification = self { true } else { false }
    }
}
