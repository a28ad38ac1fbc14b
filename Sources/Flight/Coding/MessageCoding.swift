import Zab

/// Messages between servers. The numbers are the format's; a new kind takes a new one.
private enum MessageTag: UInt8 {
    case notification = 1
    case learnerInfo, ackEpoch, ack, pong, request, revalidate
    case leaderInfo, diff, trunc, snap, snapshotPiece, newLeader, upToDate, proposal, commit
    case inform, ping, sync, revalidated
}

extension [UInt8] {
    mutating func put(_ zxid: Zxid) { put(zxid.rawValue) }
    mutating func put(_ server: ServerID) { put(signed: server.rawValue) }
    mutating func put(_ epochs: Epochs) {
        put(UInt64(epochs.accepted))
        put(UInt64(epochs.current))
    }

    mutating func put(_ proposal: Proposal) {
        put(proposal.zxid)
        put(proposal.payload.bytes)
    }

    private mutating func put(_ tag: MessageTag) { append(tag.rawValue) }

    mutating func put(_ message: Message) {
        switch message {
        case .notification(let notification):
            put(.notification as MessageTag)
            put(notification)
        case .learnerInfo(let accepted, let observer):
            put(.learnerInfo as MessageTag)
            put(UInt64(accepted))
            put(observer)
        case .ackEpoch(let current, let last):
            put(.ackEpoch as MessageTag)
            put(current != nil)
            if let current { put(UInt64(current)) }
            put(last)
        case .ack(let zxid): put(.ack, zxid)
        case .pong(let zxid, let touched):
            put(.pong, zxid)
            put(touched)
        case .request(let bytes, let authinfo):
            put(.request, bytes)
            put(authinfo)
        case .revalidate(let bytes): put(.revalidate, bytes)
        case .leaderInfo(let epoch):
            put(.leaderInfo as MessageTag)
            put(UInt64(epoch))
        case .diff(let zxid): put(.diff, zxid)
        case .trunc(let zxid): put(.trunc, zxid)
        case .snap(let zxid): put(.snap, zxid)
        case .snapshotPiece(let bytes, let isLast):
            put(.snapshotPiece, bytes)
            put(isLast)
        case .newLeader(let epoch):
            put(.newLeader as MessageTag)
            put(UInt64(epoch))
        case .upToDate: put(.upToDate as MessageTag)
        case .proposal(let proposal):
            put(.proposal as MessageTag)
            put(proposal)
        case .commit(let zxid): put(.commit, zxid)
        case .inform(let proposal):
            put(.inform as MessageTag)
            put(proposal)
        case .ping(let zxid): put(.ping, zxid)
        case .sync: put(.sync as MessageTag)
        case .revalidated(let bytes): put(.revalidated, bytes)
        }
    }

    private mutating func put(_ tag: MessageTag, _ zxid: Zxid) {
        put(tag)
        put(zxid)
    }

    private mutating func put(_ tag: MessageTag, _ bytes: [UInt8]) {
        put(tag)
        put(bytes)
    }

    private mutating func put(_ notification: Notification) {
        append(notification.state.number)
        put(notification.vote.leader)
        put(notification.vote.zxid != nil)
        if let zxid = notification.vote.zxid { put(zxid) }
        put(UInt64(notification.vote.epoch))
        put(notification.round)
    }
}

extension FieldReader {
    mutating func zxid() throws(BadRecord) -> Zxid { Zxid(rawValue: try number()) }
    mutating func server() throws(BadRecord) -> ServerID { ServerID(try signed()) }
    mutating func epochs() throws(BadRecord) -> Epochs {
        Epochs(accepted: try integer(), current: try integer())
    }
    mutating func proposal() throws(BadRecord) -> Proposal {
        Proposal(zxid: try zxid(), payload: try bytes())
    }

    mutating func message() throws(BadRecord) -> Message {
        let tag = try byte()
        switch MessageTag(rawValue: tag) {
        case .notification: return .notification(try notification())
        case .learnerInfo:
            return .learnerInfo(acceptedEpoch: try integer(), observer: try flag())
        case .ackEpoch:
            let current: Epoch? = try flag() ? try integer() : nil
            return .ackEpoch(current: current, last: try zxid())
        case .ack: return .ack(try zxid())
        case .pong: return .pong(try zxid(), touched: try bytes())
        case .request: return .request(try bytes(), authinfo: try bytes())
        case .revalidate: return .revalidate(try bytes())
        case .leaderInfo: return .leaderInfo(try integer())
        case .diff: return .diff(try zxid())
        case .trunc: return .trunc(try zxid())
        case .snap: return .snap(try zxid())
        case .snapshotPiece: return .snapshotPiece(try bytes(), isLast: try flag())
        case .newLeader: return .newLeader(try integer())
        case .upToDate: return .upToDate
        case .proposal: return .proposal(try proposal())
        case .commit: return .commit(try zxid())
        case .inform: return .inform(try proposal())
        case .ping: return .ping(try zxid())
        case .sync: return .sync
        case .revalidated: return .revalidated(try bytes())
        case nil: throw BadRecord("\(tag) is no kind of message")
        }
    }

    private mutating func notification() throws(BadRecord) -> Notification {
        let number = try byte()
        guard let state = Notification.State.allNumbered.first(where: { $0.number == number })
        else { throw BadRecord("\(number) is no state of a server") }
        let leader = try server()
        let zxid = try flag() ? try zxid() : nil
        let vote = Vote(leader: leader, zxid: zxid, epoch: try integer())
        return Notification(state: state, vote: vote, round: try self.number())
    }
}

extension Notification.State {
    fileprivate static let allNumbered: [Self] = [.looking, .following, .leading, .observing]

    fileprivate var number: UInt8 {
        switch self {
        case .looking: 0
        case .following: 1
        case .leading: 2
        case .observing: 3
        }
    }
}
