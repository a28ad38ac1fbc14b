import Znodes

/// A request that waits its turn, with what its answer needs.
struct PendingRequest: Hashable, Sendable {
    let xid: Int32
    let session: Int64
    let work: Work

    enum Work: Hashable, Sendable {
        /// Its transaction is on its way, and brings the outcome with it.
        case write(Opcode)
        /// The leader's word is on its way.
        case sync(ZnodePath)
        /// Is asked of the state when its turn comes, for who the client was when it came: what the connection shows
        /// later does not count for it.
        case read(Request, Caller)
    }

    init(xid: Int32, session: Int64, _ work: Work) {
        self.xid = xid
        self.session = session
        self.work = work
    }

    var isWrite: Bool { if case .write = work { true } else { false } }
    var isRead: Bool { if case .read = work { true } else { false } }

    var opcode: Opcode {
        switch work {
        case .write(let opcode): opcode
        case .sync: .sync
        case .read(let request, _): request.opcode
        }
    }
}
