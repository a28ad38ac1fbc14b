public import Trace
public import Zab

/// One command of a scenario, and where it stands in the text.
public struct Command: Hashable, Sendable, CustomStringConvertible {
    public var action: Action
    /// From 1.
    public var line: Int
    public var column: Int
    /// As it was written, without comment.
    public var text: String

    public init(_ action: Action, line: Int = 1, column: Int = 1, text: String = "") {
        self.action = action
        self.line = line
        self.column = column
        self.text = text
    }

    public var description: String { text }
}

/// What a command asks of a world.
public enum Action: Hashable, Sendable {
    // Before the first server starts
    /// Servers s1, s2 …, the observers last.
    case ensemble(voters: Int, observers: Int)
    case weights([Weight])
    /// Quorum groups: more than half of them, each with more than half of its weight.
    case groups([[ServerID]])
    /// What a server's disk holds before it first starts; the current epoch is that of the last
    /// transaction unless given.
    case log(ServerSelector, [Zxid], epoch: Epoch?)
    case set(Setting, Setting.Value)

    // Time
    case runUntil(Predicate, within: Time?)
    case runFor(Time)
    /// Until nothing is under way but heartbeats.
    case runUntilQuiet
    case step(Int)

    // Servers
    case start([ServerSelector])
    case crash([ServerSelector], after: Trigger?)
    /// Like a crash, and whatever was not flushed is gone.
    case powerFail([ServerSelector], after: Trigger?)
    case restart([ServerSelector])
    /// The disk of a server that is down is replaced by an empty one.
    case wipe([ServerSelector])
    /// The process stands still, as in a long garbage collection; without a time until `thaw`.
    case freeze(ServerSelector, Time?)
    case thaw(ServerSelector)
    /// How long a flush takes from here on.
    case slowDisk(ServerSelector, Time)

    // Network
    case hold(MessageSelector)
    case release(MessageSelector?)
    case delay(MessageSelector, by: Time)
    /// Assumption off: loses one message out of a connection that stays up.
    case dropNext(MessageSelector)
    case duplicateNext(MessageSelector)
    case partition([[ServerSelector]])
    /// Nothing from the first reaches the second; the other direction works.
    case oneWay(from: ServerSelector, to: ServerSelector)
    /// From these servers, or from all if none are named.
    case cutServer(ServerSelector, from: [ServerSelector])
    case cutClient(Lane, from: [ServerSelector])
    /// Their connections break at once and lose what was under way; new ones may be made.
    case disconnect(ServerSelector, from: ServerSelector)
    case heal
    /// Ends every fault of network, disks and processes; what is down stays down.
    case healAll

    // Clients
    /// To these servers, in this order; a single one is only where it begins, none means any.
    case connect(Lane, to: [ServerSelector])
    /// `async` does not wait for the reply.
    case call(Lane, ClientOperation, async: Bool)

    // The protocol
    case breakRule(Rule)
    case keepRule(Rule)

    // The scenario itself
    case expect(Predicate)
    case world(String, [Command])
}

public struct Weight: Hashable, Sendable {
    public var server: ServerID
    public var weight: Int

    public init(server: ServerID, weight: Int) {
        self.server = server
        self.weight = weight
    }
}

/// The moment of a crash.
public enum Trigger: Hashable, Sendable {
    /// `34b`: after this effect of this step (0 for a), before the next one is carried out.
    case effect(step: Int, index: Int)
    /// `3 effects`: in the next step of the server that has so many, after the last of these.
    case effects(Int)
    /// After the effect that matches, before the next one is carried out.
    case predicate(Predicate)
}
