public import Replication
public import Zab
public import Znodes

/// Messages, between servers and to clients.
extension Recorder {
    /// A message between two servers. `id` is its place on its connection.
    public mutating func record(
        _ message: Message, id: String, from: ServerID, to: ServerID
    ) -> MessageRecord {
        var record = MessageRecord(
            id: id, kind: message.traceKind, from: .server(from.rawValue),
            to: .server(to.rawValue))
        switch message {
        case .notification(let notification):
            record.vote = VoteRecord(
                leader: .server(notification.vote.leader.rawValue), zxid: notification.vote.zxid,
                epoch: notification.vote.epoch, round: notification.round,
                state: notification.state.rawValue)
        case .learnerInfo(let accepted, _): record.epoch = accepted
        case .ackEpoch(let current, let last):
            record.epoch = current
            record.zxid = last
        case .leaderInfo(let epoch), .newLeader(let epoch): record.epoch = epoch
        case .pong(let zxid, let touched):
            record.zxid = zxid
            let sessions = SessionTouch.sessions(in: touched).map { pseudonym($0) }
            if !sessions.isEmpty { record.touched = sessions }
        case .ack(let zxid), .diff(let zxid), .trunc(let zxid),
            .snap(let zxid), .commit(let zxid), .ping(let zxid):
            record.zxid = zxid
        case .proposal(let proposal), .inform(let proposal):
            record.zxid = proposal.zxid
            record.text = summary(of: proposal.zxid, proposal.payload.bytes).text
        case .snapshotPiece(let bytes, let isLast):
            record.text = "\(bytes.count) bytes" + (isLast ? ", the last" : "")
        case .request(let bytes, _):
            if let forwarded = try? ForwardedRequest(decoding: bytes) {
                record.call = call(forwarded.session, forwarded.xid)
                record.text = describe(forwarded.request, of: forwarded.session)
            }
        case .upToDate, .sync, .revalidate, .revalidated: break
        }
        return record
    }

    mutating func describe(_ request: Request, of session: Int64) -> String {
        switch request {
        case .createSession: "createSession \(pseudonym(session))"
        case .closeSession: "closeSession \(pseudonym(session))"
        default: request.description
        }
    }

    // MARK: - Clients

    public mutating func connect(
        _ request: ConnectRequest, id: String, from: Lane, to: Lane
    ) -> MessageRecord {
        let session = pseudonym(request.session)
        // What the connection itself shows, which no client says.
        let address = request.identities.first { $0.scheme == "ip" }.map { " as ip \($0.id)" }
        return MessageRecord(
            id: id, kind: .connect, from: from, to: to, zxid: request.lastZxid,
            text: (session == 0 ? "new session" : "session \(session)") + (address ?? ""))
    }

    public mutating func connected(
        session: Int64, timeout: Int32, id: String, from: Lane, to: Lane
    ) -> MessageRecord {
        MessageRecord(
            id: id, kind: .connected, from: from, to: to,
            text: session == 0 ? "session expired" : "session \(pseudonym(session))")
    }

    public mutating func call(
        _ request: Request, session: Int64, xid: Int32, id: String, from: Lane, to: Lane
    ) -> MessageRecord {
        MessageRecord(
            id: id, kind: .call, from: from, to: to, call: call(session, xid),
            text: describe(request, of: session))
    }

    /// Who a client shows to be; the hash behind a name is nobody's business.
    public func authenticate(
        _ identities: [Identity], id: String, from: Lane, to: Lane
    ) -> MessageRecord {
        let names = identities.map { "\($0.scheme) \($0.id.prefix { $0 != ":" })" }
        return MessageRecord(
            id: id, kind: .call, from: from, to: to,
            text: "addauth \(names.joined(separator: ", "))")
    }

    public mutating func reply(
        _ reply: Reply, id: String, from: Lane, to: Lane
    ) -> MessageRecord {
        MessageRecord(
            id: id, kind: .reply, from: from, to: to, zxid: reply.zxid,
            call: call(reply.session, reply.xid), outcome: Self.outcome(of: reply),
            text: reply.outcome.text)
    }

    public func event(_ event: WatchEvent, id: String, from: Lane, to: Lane) -> MessageRecord {
        MessageRecord(
            id: id, kind: .event, from: from, to: to, text: event.description)
    }

    public static func outcome(of reply: Reply) -> OutcomeRecord {
        switch reply.outcome {
        case .success(let response):
            OutcomeRecord(
                zxid: reply.zxid, error: nil, text: response.description,
                body: Bytes(response.encode()))
        case .failure(let code):
            OutcomeRecord(zxid: reply.zxid, error: code.name, text: code.name, body: Bytes([]))
        }
    }
}

extension Message {
    /// Its kind in the trace.
    public var traceKind: MessageKind {
        switch self {
        case .notification: .notification
        case .learnerInfo(_, let observer): observer ? .observerInfo : .followerInfo
        case .ackEpoch: .ackEpoch
        case .ack(let zxid): zxid.counter == 0 && zxid.epoch > 0 ? .ackNewLeader : .ack
        case .pong, .ping: .ping
        case .request: .request
        case .revalidate, .revalidated: .revalidate
        case .leaderInfo: .leaderInfo
        case .diff: .diff
        case .trunc: .trunc
        case .snap: .snap
        case .snapshotPiece: .snapshotPiece
        case .newLeader: .newLeader
        case .upToDate: .upToDate
        case .proposal: .proposal
        case .commit: .commit
        case .inform: .inform
        case .sync: .sync
        }
    }
}
