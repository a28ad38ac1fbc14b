import Trace
import Zab

/// Makes up the faults of a run, and when what they broke is mended.
struct FaultMix {
    let servers: [ServerID]
    let voters: Int
    let end: Time
    /// When clients begin to write: faults are most instructive while something is under way.
    let busy: [Time]
    var dice: SplitMix64
    private(set) var made: [TimedIntervention] = []

    init(servers: [ServerID], voters: Int, end: Time, busy: [Time], dice: SplitMix64) {
        self.servers = servers
        self.voters = voters
        self.end = end
        self.busy = busy
        self.dice = dice
    }

    mutating func make(count: Int) {
        for server in servers {
            // Most start together; some come late.
            add(.start([.server(server)]), at: dice.chance(4, in: 5) ? .zero : moment())
        }
        for _ in 0..<count {
            let time = moment()
            switch dice.below(23) {
            case 0...2: crashOne(at: time)
            case 3...5: crashInTheMiddle(at: time)
            case 6...8: loseThePower(at: time)
            case 9...11: partition(at: time)
            case 12: oneWay(at: time)
            case 13: add(.disconnect(someone(), from: someone()), at: time)
            case 14: add(.freeze(someone(), pause()), at: time)
            case 15: slowDisk(at: time)
            case 16...17: hold(at: time)
            case 18: replaceTheLeader(at: time)
            case 19...21: loseThePowerWhileDisksAreSlow(at: time)
            default: depose(at: time)
            }
        }
    }

    // MARK: - The faults

    private mutating func crashOne(at time: Time) {
        let target = someone()
        add(dice.chance(1, in: 2) ? .crash([target]) : .powerFail([target]), at: time)
        startAll(after: time)
    }

    /// Between two effects of a step.
    private mutating func crashInTheMiddle(at time: Time) {
        let power = dice.chance(2, in: 3)
        add(.crashAfterEffects(someone(), dice.below(6), power: power), at: time)
        startAll(after: time)
    }

    /// Several machines at once, as when a rack goes dark; they come back one by one.
    private mutating func loseThePower(at time: Time) {
        let victims = some(dice.pick(2...servers.count))
        add(.powerFail(victims.map(Target.server)), at: time)
        let first = pause()
        for victim in victims {
            let wait = dice.chance(1, in: 2) ? first : pause()
            add(.start([.server(victim)]), at: time + wait)
        }
    }

    /// The same while much is on its way to the disks.
    private mutating func loseThePowerWhileDisksAreSlow(at time: Time) {
        let victims = dice.chance(1, in: 2) ? servers : some(voters / 2 + 1)
        for victim in victims {
            let delay = Time.milliseconds(Int64(dice.pick([20, 100, 400])))
            add(.slowDisk(.server(victim), delay), at: time)
        }
        let dark = time + .milliseconds(Int64(dice.pick(5...200)))
        if dice.chance(1, in: 2) {
            add(.crash([.leader]), at: dark - .milliseconds(Int64(dice.pick(1...4))))
        }
        add(.powerFail(victims.map(Target.server)), at: dark)
        let back = dark + pause()
        for server in servers {
            add(.slowDisk(.server(server), .zero), at: dark)
            let isLate = dice.chance(1, in: 3)
            add(.start([.server(server)]), at: isLate ? back + pause() : back)
        }
    }

    private mutating func partition(at time: Time) {
        if dice.chance(1, in: 2) {
            add(.cutServer(someone(), from: nil), at: time)
        } else {
            let one = some(dice.pick(1...(servers.count - 1)))
            let other = servers.filter { !one.contains($0) }
            add(.partition([one.map(Target.server), other.map(Target.server)]), at: time)
        }
        add(.heal, at: time + pause())
    }

    private mutating func oneWay(at time: Time) {
        add(.oneWay(from: someone(), to: someone()), at: time)
        add(.heal, at: time + pause())
    }

    private mutating func slowDisk(at time: Time) {
        let target = Target.server(dice.pick(servers))
        add(.slowDisk(target, .milliseconds(Int64(dice.pick(10...200)))), at: time)
        add(.slowDisk(target, .zero), at: time + pause())
    }

    private static let kinds: [MessageKind] = [
        .notification, .followerInfo, .ackEpoch, .ack, .ackNewLeader, .leaderInfo, .newLeader,
        .upToDate, .proposal, .proposal, .commit, .commit, .diff, .ping,
    ]

    private mutating func hold(at time: Time) {
        let filter = MessageFilter(
            dice.pick(Self.kinds), from: dice.chance(1, in: 2) ? someone() : nil,
            to: dice.chance(2, in: 3) ? someone() : nil)
        add(.hold(filter), at: time)
        add(.release(filter), at: time + pause())
    }

    /// The leader goes while something is under way, and comes back when there is another.
    private mutating func replaceTheLeader(at time: Time) {
        add(.cutServer(.leader, from: nil), at: time)
        let dies = time + .milliseconds(Int64(dice.pick(1...60)))
        add(dice.chance(1, in: 2) ? .crash([.leader]) : .powerFail([.leader]), at: dies)
        let heals = dies + pause()
        add(.heal, at: heals)
        startAll(after: dice.chance(1, in: 2) ? heals : dies)
    }

    /// One reign after the other: each leader goes shortly after it came, and another server comes back.
    private mutating func depose(at time: Time) {
        var time = time
        for _ in 0..<dice.pick(2...4) {
            let victim = Target.server(dice.pick(servers))
            add(
                dice.chance(1, in: 3)
                    ? .crashAfterEffects(.leader, dice.below(4), power: true) : .crash([.leader]),
                at: time)
            add(.start([victim]), at: time + .milliseconds(Int64(dice.pick(1...100))))
            time = time + .milliseconds(Int64(dice.pick(60...500)))
        }
        startAll(after: time)
    }

    // MARK: - Who and when

    private mutating func startAll(after time: Time) {
        for server in servers where dice.chance(4, in: 5) {
            add(.start([.server(server)]), at: time + pause())
        }
    }

    private mutating func someone() -> Target {
        switch dice.below(6) {
        case 0...1: .leader
        case 2: .follower(dice.pick(1...max(1, voters - 1)))
        default: .server(dice.pick(servers))
        }
    }

    private mutating func some(_ count: Int) -> [ServerID] {
        var chosen = servers
        while chosen.count > count { chosen.remove(at: dice.below(chosen.count)) }
        return chosen
    }

    private mutating func moment() -> Time {
        if !busy.isEmpty, dice.chance(1, in: 2) {
            return dice.pick(busy) + .microseconds(Int64(dice.below(40_000)))
        }
        return anyMoment()
    }

    private mutating func anyMoment() -> Time {
        Time(nanoseconds: Int64(dice.below(Int(end.nanoseconds / 1_000))) * 1_000)
    }

    /// From a few milliseconds to longer than the servers' patience.
    private mutating func pause() -> Time {
        .milliseconds(Int64(1 << dice.pick(2...10) + dice.below(16)))
    }

    private mutating func add(_ intervention: Intervention, at time: Time) {
        made.append(TimedIntervention(at: min(time, end), intervention))
    }
}
