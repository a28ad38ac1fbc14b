import Trace
public import Zab
public import Znodes

/// What the user of a world does to it: the verbs of a scenario, each one step or several at the moment
/// that it is carried out.
public enum Intervention: Hashable, Sendable {
    // Servers
    /// Those that do not run yet.
    case start([Target])
    /// The process ends; what it wrote stays readable.
    case crash([Target])
    /// The process ends, and what was not flushed is lost.
    case powerFail([Target])
    /// Ends the process if one runs, and starts another.
    case restart([Target])
    /// The disk is replaced by an empty one; a process that runs ends first.
    case wipe([Target])
    /// The process stands still; without a time, until it is thawed.
    case freeze(Target, Time?)
    case thaw(Target)
    /// Every operation of the disk takes so much longer; zero ends it.
    case slowDisk(Target, Time)
    /// The process ends in its next step that has so many effects, after the last of these.
    case crashAfterEffects(Target, Int, power: Bool)

    // Network
    case hold(MessageFilter)
    case release(MessageFilter?)
    case delay(MessageFilter, by: Time)
    /// Assumption off.
    case dropNext(MessageFilter)
    /// Assumption off.
    case duplicateNext(MessageFilter)
    /// Servers of different groups do not reach each other.
    case partition([[Target]])
    case oneWay(from: Target, to: Target)
    /// From one other server, or from all.
    case cutServer(Target, from: Target?)
    /// From one server, or from all.
    case cutClient(Int, from: Target?)
    case heal
    /// The connections between two servers break, and lose what was under way.
    case disconnect(Target, from: Target)
    /// Ends every fault of network, disks and processes; servers that are down stay down.
    case healAll

    // Clients
    /// A client comes into being, or goes to these servers, in this order.
    case connect(Int, to: [Target])
    case call(Int, Request)
    /// It shows another identity, on this connection and all later ones.
    case authenticate(Int, Identity)

    // The protocol
    /// For every process that starts from here on.
    case breakRule(Rule)
    case keepRule(Rule)
}

extension Intervention: CustomStringConvertible {
    /// As a line of a scenario.
    public var description: String {
        switch self {
        case .start(let targets): "start \(Self.list(targets))"
        case .crash(let targets): "crash \(Self.list(targets))"
        case .powerFail(let targets): "power-fail \(Self.list(targets))"
        case .restart(let targets): "restart \(Self.list(targets))"
        case .wipe(let targets): "wipe \(Self.list(targets))"
        case .freeze(let target, let time):
            "freeze \(target)" + (time.map { " for \(Self.text($0))" } ?? "")
        case .thaw(let target): "thaw \(target)"
        case .slowDisk(let target, let time): "slow disk \(target) \(Self.text(time))"
        case .crashAfterEffects(let target, let count, let power):
            "\(power ? "power-fail" : "crash") \(target) after \(count) effect"
                + (count == 1 ? "" : "s")
        case .hold(let filter): "hold \(filter)"
        case .release(let filter): "release" + (filter.map { " \($0)" } ?? "")
        case .delay(let filter, let time): "delay \(filter) by \(Self.text(time))"
        case .dropNext(let filter): "drop next \(filter)"
        case .duplicateNext(let filter): "duplicate next \(filter)"
        case .partition(let groups):
            "partition \(groups.map(Self.list).joined(separator: " | "))"
        case .oneWay(let from, let to): "one-way from \(from) to \(to)"
        case .cutServer(let server, let other):
            "cut \(server)" + (other.map { " from \($0)" } ?? "")
        case .cutClient(let client, let server):
            "cut c\(client)" + (server.map { " from \($0)" } ?? "")
        case .heal: "heal"
        case .disconnect(let one, let other): "disconnect \(one) from \(other)"
        case .healAll: "heal all"
        case .connect(let client, let targets): "connect c\(client) to \(Self.list(targets))"
        case .call(let client, let request): "c\(client) async \(request)"
        case .authenticate(let client, let identity):
            "c\(client) addauth \(identity.scheme) \(identity.id)"
        case .breakRule(let rule): "break \(rule.rawValue)"
        case .keepRule(let rule): "keep \(rule.rawValue)"
        }
    }

    private static func list(_ targets: [Target]) -> String {
        targets.map(\.description).joined(separator: " ")
    }

    static func text(_ time: Time) -> String {
        switch time.nanoseconds {
        case let count where count.isMultiple(of: 1_000_000_000): "\(count / 1_000_000_000)s"
        case let count where count.isMultiple(of: 1_000_000): "\(count / 1_000_000)ms"
        case let count where count.isMultiple(of: 1_000): "\(count / 1_000)us"
        case let count: "\(count)ns"
        }
    }
}

/// Something that is going to be done at a time.
public struct TimedIntervention: Hashable, Sendable {
    public var time: Time
    public var intervention: Intervention

    public init(at time: Time, _ intervention: Intervention) {
        self.time = time
        self.intervention = intervention
    }
}
