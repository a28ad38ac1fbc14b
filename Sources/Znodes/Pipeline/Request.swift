import Jute

/// What a client asks for, or a server on behalf of its session.
public enum Request: Hashable, Sendable {
    /// create, create2, createContainer and createTTL.
    case create(CreateRequest)
    case delete(DeleteRequest)
    case setData(SetDataRequest)
    case setACL(SetACLRequest)
    /// Only inside a multi; alone it is refused as unimplemented.
    case check(CheckRequest)
    case multi(MultiRequest)
    case reconfig(ReconfigRequest)
    /// The leader's own.
    case deleteContainer(DeleteContainerRequest)
    case getData(GetDataRequest)
    case exists(ExistsRequest)
    case getACL(GetACLRequest)
    /// getChildren and getChildren2.
    case getChildren(GetChildrenRequest)
    case multiRead(MultiReadRequest)
    case getEphemerals(GetEphemeralsRequest)
    case getAllChildrenNumber(GetAllChildrenNumberRequest)
    case whoAmI
    case sync(SyncRequest)
    /// setWatches and setWatches2.
    case setWatches(SetWatchesRequest)
    case addWatch(AddWatchRequest)
    case checkWatches(WatchesRequest)
    case removeWatches(WatchesRequest)
    case ping
    case createSession(CreateSessionRequest)
    case closeSession
    /// What the edge could not decode. It is answered in its turn with this code: MARSHALLINGERROR, or
    /// UNIMPLEMENTED for an opcode that does not exist, which also ends the connection.
    case unreadable(ErrorCode)

    public var opcode: Opcode {
        switch self {
        case .create(let request): request.opcode
        case .delete: .delete
        case .setData: .setData
        case .setACL: .setACL
        case .check: .check
        case .multi: .multi
        case .reconfig: .reconfig
        case .deleteContainer: .deleteContainer
        case .getData: .getData
        case .exists: .exists
        case .getACL: .getACL
        case .getChildren(let request): request.returnsStat ? .getChildren2 : .getChildren
        case .multiRead: .multiRead
        case .getEphemerals: .getEphemerals
        case .getAllChildrenNumber: .getAllChildrenNumber
        case .whoAmI: .whoAmI
        case .sync: .sync
        case .setWatches(let request): request.persistent == nil ? .setWatches : .setWatches2
        case .addWatch: .addWatch
        case .checkWatches: .checkWatches
        case .removeWatches: .removeWatches
        case .ping: .ping
        case .createSession: .createSession
        case .closeSession: .closeSession
        case .unreadable: .error
        }
    }

    /// Whether it becomes a transaction, which a quorum must log.
    public var isWrite: Bool { opcode.isWrite }

    /// Whether the leader must see it: writes, and sync, which waits for the leader's word.
    public var needsLeader: Bool {
        if case .sync = self { true } else { isWrite }
    }
}

/// Each operation's own record knows what to do; these are the only places that list them.
extension Request {
    /// Its record, as a write; nil for what is none.
    var write: (any WriteRequest)? {
        switch self {
        case .create(let request): request
        case .delete(let request): request
        case .setData(let request): request
        case .setACL(let request): request
        case .check(let request): request
        case .multi(let request): request
        case .reconfig(let request): request
        case .deleteContainer(let request): request
        case .createSession(let request): request
        case .closeSession: CloseSessionRequest()
        default: nil
        }
    }

    /// Its record, as a read; nil for what is none.
    var read: (any ReadRequest)? {
        switch self {
        case .getData(let request): request
        case .exists(let request): request
        case .getACL(let request): request
        case .getChildren(let request): request
        case .multiRead(let request): request
        case .getEphemerals(let request): request
        case .getAllChildrenNumber(let request): request
        case .whoAmI: WhoAmIRequest()
        case .sync(let request): request
        case .setWatches(let request): request
        case .addWatch(let request): request
        case .checkWatches(let request), .removeWatches(let request): request
        case .ping: PingRequest()
        case .unreadable(let code): UnreadableRequest(code: code)
        default: nil
        }
    }

    var record: (any JuteRecord)? { write ?? read }
}
