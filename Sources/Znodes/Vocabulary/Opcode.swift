/// What a request asks for, and of which kind a transaction is (`ZooDefs.OpCode`).
public enum Opcode: Int32, Hashable, Sendable, CaseIterable {
    case createSession = -10
    case closeSession = -11
    /// Only as the type of a transaction, of a result inside a multi, and of a multi's end marker.
    case error = -1
    case create = 1
    case delete = 2
    case exists = 3
    case getData = 4
    case setData = 5
    case getACL = 6
    case setACL = 7
    case getChildren = 8
    case sync = 9
    case ping = 11
    case getChildren2 = 12
    case check = 13
    case multi = 14
    case create2 = 15
    case reconfig = 16
    case checkWatches = 17
    case removeWatches = 18
    case createContainer = 19
    /// The leader asks for it, never a client.
    case deleteContainer = 20
    case createTTL = 21
    case multiRead = 22
    /// An identity shown to the connection: for the edge, which knows passwords.
    case auth = 100
    case setWatches = 101
    /// One exchange of a SASL handshake: for the edge as well.
    case sasl = 102
    case getEphemerals = 103
    case getAllChildrenNumber = 104
    case setWatches2 = 105
    case addWatch = 106
    case whoAmI = 107
}

extension Opcode {
    /// Whether such a request becomes a transaction, which a quorum must log.
    public var isWrite: Bool {
        switch self {
        case .create, .create2, .createContainer, .createTTL, .delete, .deleteContainer, .setData,
            .setACL, .check, .multi, .reconfig, .createSession, .closeSession:
            true
        case .getData, .exists, .getACL, .getChildren, .getChildren2, .multiRead, .getEphemerals,
            .getAllChildrenNumber, .whoAmI, .sync, .setWatches, .setWatches2, .addWatch,
            .checkWatches, .removeWatches, .ping, .auth, .sasl, .error:
            false
        }
    }
}
