import Trace
import Zab

/// The states of a server and the ways between them: a role with a phase.
struct StateChart {
    /// One state of the chart.
    enum Node: Hashable {
        case down
        case looking
        case role(Role, Phase)

        /// Where these fields of a server's state stand in the chart.
        init(role: Role, phase: Phase) {
            switch role {
            case .down: self = .down
            case .looking: self = .looking
            case .following, .leading, .observing:
                switch phase {
                case .synchronization, .broadcast: self = .role(role, phase)
                case .none, .election, .discovery: self = .role(role, .discovery)
                }
            }
        }

        var name: String {
            switch self {
            case .down: "down"
            case .looking: "looking · election"
            case .role(_, let phase): phase.rawValue
            }
        }

        var id: String {
            switch self {
            case .down: "down"
            case .looking: "looking"
            case .role(let role, let phase): "\(role.rawValue)-\(phase.rawValue)"
            }
        }
    }

    struct Edge: Hashable {
        var from: Node
        var to: Node
        /// What must happen, in words.
        var guardText: String
    }

    static let phases: [Phase] = [.discovery, .synchronization, .broadcast]

    /// The roles that have a column, from left to right.
    let roles: [Role]
    let nodes: [Node]
    let edges: [Edge]

    init(hasObservers: Bool) {
        roles = hasObservers ? [.leading, .following, .observing] : [.leading, .following]
        var nodes: [Node] = [.looking]
        var edges = [Edge(from: .down, to: .looking, guardText: "starts")]
        for role in roles {
            nodes += Self.phases.map { .role(role, $0) }
            edges += Self.forward(role)
            for phase in Self.phases {
                edges.append(
                    Edge(from: .role(role, phase), to: .looking, guardText: "gives up"))
                edges.append(Edge(from: .role(role, phase), to: .down, guardText: "crash"))
            }
        }
        edges.append(Edge(from: .looking, to: .down, guardText: "crash"))
        nodes.append(.down)
        self.nodes = nodes
        self.edges = edges
    }

    private static func forward(_ role: Role) -> [Edge] {
        let words: [String] =
            switch role {
            case .leading:
                ["a quorum\nvotes for it", "a quorum\npromised", "a quorum\nhas its log"]
            case .observing: ["learns of\na leader", "told the\nepoch", "UPTODATE"]
            default: ["votes for\nanother", "promised\nthe epoch", "UPTODATE"]
            }
        return [
            Edge(from: .looking, to: .role(role, .discovery), guardText: words[0]),
            Edge(
                from: .role(role, .discovery), to: .role(role, .synchronization),
                guardText: words[1]),
            Edge(
                from: .role(role, .synchronization), to: .role(role, .broadcast),
                guardText: words[2]),
        ]
    }
}
