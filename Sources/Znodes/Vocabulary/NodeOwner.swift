/// What keeps a node alive, as the one number that ZooKeeper stores for it (`EphemeralType`).
///
/// Numbers with the top byte 0xFF are read as times to live, which is Java's reading with
/// `extendedTypesEnabled`; server ids, the top byte of a session id, must then stay below 255.
public enum NodeOwner: Hashable, Sendable {
    case persistent
    case session(Int64)
    case container
    /// Milliseconds; see `timesToLive`.
    case timeToLive(Int64)

    /// What fits: in milliseconds, from one to 34 years.
    public static let timesToLive: ClosedRange<Int64> = 1...0xFF_FFFF_FFFF

    private static let containerMark = Int64.min
    private static let extendedMark: UInt64 = 0xFF00_0000_0000_0000

    public init(encoded: Int64) {
        let bits = UInt64(bitPattern: encoded)
        self =
            switch encoded {
            case 0: .persistent
            case Self.containerMark: .container
            case _ where bits & Self.extendedMark == Self.extendedMark:
                .timeToLive(Int64(bits & 0xFF_FFFF_FFFF))
            default: .session(encoded)
            }
    }

    public var encoded: Int64 {
        switch self {
        case .persistent: 0
        case .session(let id): id
        case .container: Self.containerMark
        case .timeToLive(let time): Int64(bitPattern: Self.extendedMark | UInt64(bitPattern: time))
        }
    }

    /// Whether the leader removes the node when it is not used any more.
    var isReaped: Bool {
        switch self {
        case .container, .timeToLive: true
        case .persistent, .session: false
        }
    }

    /// The session that the node goes with, if it is ephemeral.
    public var session: Int64? {
        if case .session(let id) = self { id } else { nil }
    }
}
