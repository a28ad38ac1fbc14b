import DequeModule
import Jute
import Zab
import Znodes

/// What servers say to each other above Zab: forwarded requests, answers to `sync`, sessions
/// (`LearnerHandler.run`, `Follower.processPacket`).
extension Replica {
    mutating func receive(
        _ message: Message, from sender: ServerID, now: Time, into effects: inout [Effect]
    ) {
        switch message {
        case .request(let bytes, let authinfo):
            guard let forwarded = try? ForwardedRequest(decoding: bytes, authinfo: authinfo),
                forwarded.request.needsLeader
            else {
                effects.append(.refused(.malformed))
                return
            }
            order(
                forwarded.request, of: caller(forwarded.session, forwarded.identities),
                xid: forwarded.xid, from: .learner(sender), now: now, into: &effects)
        case .ping(let zxid):
            reportSessions(zxid, to: sender, now: now, into: &effects)
        case .pong(_, let bytes):
            guard let touches = try? SessionTouch.decode(bytes) else {
                effects.append(.refused(.malformed))
                return
            }
            for one in touches {
                _ = touch(one.session, timeout: one.timeout, now: now, into: &effects)
            }
        case .sync:
            let waiting = learning { $0.syncs.popFirst() } ?? nil
            if let waiting { completeSync(on: waiting, into: &effects) }
        case .revalidate(let bytes):
            answerRevalidation(bytes, from: sender, now: now, into: &effects)
        case .revalidated(let bytes):
            finishRevalidation(bytes, into: &effects)
        default:
            preconditionFailure("Zab hands up only messages of this layer")
        }
    }
}
