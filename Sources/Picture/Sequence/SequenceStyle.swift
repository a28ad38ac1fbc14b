import Trace

/// Colours and sizes of the sequence picture.
enum SequenceStyle {
    static let row = 24.0
    static let bar = 8.0
    static let phaseBar = 3.0
    static let labelSize = 9.0
    static let markSize = 8.5
    /// From the middle of a server's lane to where arrows begin: the role bar, right of it the phase.
    static let leftEdge = 5.5
    static let rightEdge = 9.0
    static let clientEdge = 2.0
    static let head = 34.0
    static let margin = 6.0
    static let commandHeight = 15.0

    static func fill(_ role: Role) -> Colour {
        switch role {
        case .leading: .blue
        case .following: .orange
        case .observing: .purple
        case .looking: "#C4C8CC"
        case .down: .white
        }
    }

    /// Of the letter in a bar of that role.
    static func ink(_ role: Role) -> Colour { role == .leading ? .white : .black }

    static func fill(_ phase: Phase) -> Colour? {
        switch phase {
        case .none: nil
        case .election: "#8A8F94"
        case .discovery: .yellow
        case .synchronization: .sky
        case .broadcast: .green
        }
    }

    static func tint(_ phase: Phase) -> Colour {
        switch phase {
        case .none: .white
        case .election: .paleGrey
        case .discovery: .paleYellow
        case .synchronization: .paleSky
        case .broadcast: .paleGreen
        }
    }

    static func name(_ phase: Phase) -> String {
        switch phase {
        case .none: ""
        case .election: "ELECTION"
        case .discovery: "DISCOVERY"
        case .synchronization: "SYNC"
        case .broadcast: "BROADCAST"
        }
    }

    static func name(_ role: Role) -> String {
        switch role {
        case .down: "down"
        case .looking: "looking"
        case .following: "follower"
        case .leading: "LEADER"
        case .observing: "observer"
        }
    }

    static func colour(_ kind: MessageKind) -> Colour {
        switch kind {
        case .commit, .inform, .upToDate: .moss
        case .call, .reply, .connect, .connected, .event: "#1F4E79"
        case .ping: .grey
        default: .ink
        }
    }

    static func words(_ reason: LossReason) -> String {
        switch reason {
        case .connectionBroken: "lost: link broke"
        case .receiverDown: "lost: receiver down"
        case .partitioned: "lost: cut off"
        case .connectionClosed: "lost: link closed"
        case .replaced: "lost: replaced"
        case .dropped: "lost: dropped"
        }
    }
}
