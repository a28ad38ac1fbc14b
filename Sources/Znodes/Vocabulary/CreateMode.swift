/// What kind of node to create: the flags of a create request.
public enum CreateMode: Int32, Hashable, Sendable, CaseIterable {
    case persistent = 0
    /// Goes with the session that created it.
    case ephemeral = 1
    /// Gets the parent's count of creates behind its name.
    case persistentSequential = 2
    case ephemeralSequential = 3
    /// Goes when its last child has gone.
    case container = 4
    /// Goes when it was left alone for its time to live.
    case persistentTTL = 5
    case persistentSequentialTTL = 6

    public var isEphemeral: Bool { self == .ephemeral || self == .ephemeralSequential }

    public var hasTimeToLive: Bool {
        self == .persistentTTL || self == .persistentSequentialTTL
    }

    public var isSequential: Bool {
        switch self {
        case .persistentSequential, .ephemeralSequential, .persistentSequentialTTL: true
        case .persistent, .ephemeral, .container, .persistentTTL: false
        }
    }
}
