/// Why a request was refused, as clients are told (`KeeperException.Code`).
public enum ErrorCode: Int32, Error, Hashable, Sendable, Codable, CaseIterable {
    case ok = 0
    case systemError = -1
    /// An operation of a multi that was not tried because one before it failed.
    case runtimeInconsistency = -2
    case dataInconsistency = -3
    case connectionLoss = -4
    /// The request could not be decoded.
    case marshallingError = -5
    case unimplemented = -6
    case operationTimeout = -7
    /// A bad path, bad create flags, the delete of a built-in node.
    case badArguments = -8
    case unknownSession = -12
    case newConfigNoQuorum = -13
    case reconfigInProgress = -14
    case apiError = -100
    /// The node, or the parent to be, is not there.
    case noNode = -101
    case noAuth = -102
    /// The version asked for is not the node's.
    case badVersion = -103
    case noChildrenForEphemerals = -108
    case nodeExists = -110
    case notEmpty = -111
    /// The session is closed, closing or was never opened.
    case sessionExpired = -112
    case invalidCallback = -113
    case invalidACL = -114
    case authFailed = -115
    /// The session is served by another server now; its old connection is closed without a reply.
    case sessionMoved = -118
    case notReadOnly = -119
    case ephemeralOnLocalSession = -120
    case noWatcher = -121
    case requestTimeout = -122
    case reconfigDisabled = -123
    case sessionClosedRequireSaslAuth = -124
    case quotaExceeded = -125
    case throttledOp = -127

    /// ZooKeeper's spelling without separators: `NONODE`.
    public var name: String { "\(self)".uppercased() }

    public init?(name: some StringProtocol) {
        guard let code = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = code
    }
}
