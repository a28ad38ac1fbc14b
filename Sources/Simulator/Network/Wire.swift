import Trace
import Zab

/// A connection from its first packet to the last: the one who dialed, the one who accepted, and a pipe
/// each way.
///
/// Each end has its own view of it. Closing an end is told to the other behind everything that was
/// written before; what the other had written and was not read yet is lost.
struct Wire<Up: Hashable & Sendable, Down: Hashable & Sendable>: Hashable, Sendable {
    enum Cargo<Message: Hashable & Sendable>: Hashable, Sendable {
        /// The dialer asks to be let in.
        case open
        /// The acceptor has let it in.
        case accepted
        /// The acceptor has not.
        case refused
        case message(Message)
        case closed(Farewell)

        var message: Message? {
            if case .message(let message) = self { message } else { nil }
        }
    }

    /// How a connection ended, as the other end finds out.
    enum Farewell: String, Hashable, Sendable {
        case refused, closed, crashed, broken, partitioned
    }

    enum End: Hashable, Sendable {
        case waiting, open, closed
    }

    let number: Int
    /// Places in the world's arrays, and the lives that the connection belongs to.
    let dialer: Int
    let acceptor: Int
    var dialerLife: Int
    var acceptorLife: Int
    var dialerEnd = End.waiting
    var acceptorEnd = End.waiting
    var up = Pipe<Cargo<Up>>()
    var down = Pipe<Cargo<Down>>()
    /// The network has given it up: what closes it arrives whatever is cut.
    var isBroken = false
    /// Counts cuts and heals, so that a pending break is forgotten when the cut is healed.
    var cuts: UInt32 = 0

    init(number: Int, dialer: Int, dialerLife: Int, acceptor: Int, acceptorLife: Int) {
        self.number = number
        self.dialer = dialer
        self.dialerLife = dialerLife
        self.acceptor = acceptor
        self.acceptorLife = acceptorLife
    }

    subscript(direction: Direction) -> Pipe<Cargo<Up>>
    where Up == Down {
        get { direction == .up ? up : down }
        _modify {
            if direction == .up { yield &up } else { yield &down }
        }
    }

    /// Nobody looks at it any more, and nothing of it is under way.
    var isOver: Bool {
        dialerEnd == .closed && acceptorEnd != .open && up.isEmpty && down.isEmpty
    }
}
