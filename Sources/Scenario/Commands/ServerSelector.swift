public import Zab

/// Servers named by id or by what they are at the moment, so that a scenario stays true when an election
/// turns out differently.
public enum ServerSelector: Hashable, Sendable, CustomStringConvertible {
    case id(ServerID)
    /// The server that leads: the one with a quorum behind it, if two believe they do.
    case leader
    /// Of the servers that follow, the n-th by id, from 1.
    case follower(Int)
    case observer(Int)
    /// Every member, running or not.
    case all
    /// In a predicate: some server, whichever.
    case any
    /// In a partition: all servers not named on the other sides.
    case rest

    /// How each is written.
    public static let forms = ["s1", "leader", "follower 1", "observer 1", "all", "any", "rest"]

    public var description: String {
        switch self {
        case .id(let id): "\(id)"
        case .leader: "leader"
        case .follower(let number): "follower \(number)"
        case .observer(let number): "observer \(number)"
        case .all: "all"
        case .any: "any"
        case .rest: "rest"
        }
    }
}
