public import Replication
public import Zab

/// One run of the swarm as a value: the ensemble, the world around it, and all that is done to it when.
///
/// It comes from a seed, but it can be changed by hand: a shorter plan that still goes wrong is what
/// shrinking looks for.
public struct Plan: Hashable, Sendable {
    public var seed: UInt64
    public var voters: Int
    public var observers: Int
    public var settings: Replication.Settings
    public var conditions: Conditions
    /// Faults and calls, by time.
    public var interventions: [TimedIntervention]
    /// Faults end at this time: the servers of the core run, the others do not, and all must be well soon.
    public var healing: Time
    /// The servers that run after the healing; a quorum of the voters is among them.
    public var core: [ServerID]

    public var servers: [ServerID] { (1...(voters + observers)).map { ServerID(Int64($0)) } }

    /// The world before the first step.
    public func world(without broken: [Rule] = [], isRecording: Bool = true) -> World {
        var world = World(
            voters: voters, observers: observers, settings: settings, conditions: conditions,
            seed: seed, isRecording: isRecording)
        world.broken = broken
        world.plan(interventions)
        return world
    }
}

extension Plan: CustomStringConvertible {
    /// What is done when, in the words of a scenario; for people, since requests are spelled as zkCli does.
    public var description: String {
        var lines = ["ensemble \(voters)" + (observers > 0 ? " observers \(observers)" : "")]
        lines.append("set seed \(seed)")
        lines.append("set tick \(Intervention.text(settings.timing.tick))")
        var now = Time.zero
        for item in interventions {
            if item.time > now { lines.append("run for \(Intervention.text(item.time - now))") }
            now = max(now, item.time)
            lines.append(item.intervention.description)
        }
        if healing > now { lines.append("run for \(Intervention.text(healing - now))") }
        lines.append("heal all")
        return lines.joined(separator: "\n")
    }
}
