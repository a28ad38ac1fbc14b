import Replication
import Zab

/// Something in the agenda. Servers and clients are named by their place in the world's arrays, wires by
/// their number.
enum Event: Hashable, Sendable {
    case timer(server: Int, Alarm, generation: UInt32)
    /// The disk operation under way ends.
    case disk(server: Int, generation: UInt32)
    /// The process starts.
    case boot(server: Int, life: Int)
    /// The head of one direction of a quorum connection arrives.
    case quorum(wire: Int, Direction, generation: UInt32)
    /// The head of an election line arrives.
    case election(line: Int, generation: UInt32)
    case electionReconnects(line: Int)
    /// The head of one direction of a client's connection arrives.
    case client(wire: Int, Direction, generation: UInt32)
    /// A connection that was cut for so long is given up.
    case quorumBreaks(wire: Int, generation: UInt32)
    case clientBreaks(wire: Int, generation: UInt32)
    case clientAlarm(client: Int, ClientAlarm, generation: UInt32)
    /// The next message of the world's list of losses is told.
    case loss
    /// A process that stood still goes on.
    case thaw(server: Int, freeze: Int)
    /// An intervention of the plan.
    case planned(Int)
}

/// Which way something travels on a wire.
enum Direction: Hashable, Sendable {
    /// From the one that dialed.
    case up
    /// To it.
    case down

    var opposite: Direction { self == .up ? .down : .up }
}

/// A timer of a server, of its peer or of the layer above.
enum Alarm: Hashable, Sendable {
    case peer(Zab.Timer)
    case replica(Replication.Timer)
}
