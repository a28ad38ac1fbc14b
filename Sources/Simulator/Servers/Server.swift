import Replication
import Zab
import Znodes

/// A machine of the ensemble: its disk, and the process on it while one runs.
struct Server: Hashable, Sendable {
    let id: ServerID
    /// Counts the processes that ran here; the one that runs, or ran last.
    var life = 0
    /// Nil while no process runs.
    var replica: Replica?
    var disk = Disk()
    private(set) var timers: [Countdown] = []
    private var timersStarted: UInt32 = 0
    /// The process stands still (a long garbage collection, a suspended machine): its inputs wait.
    var isFrozen = false
    var inbox: [Event] = []
    /// How often it was frozen.
    var freezes = 0
    var trap: Trap?

    /// A timer that runs.
    struct Countdown: Hashable, Sendable {
        var alarm: Alarm
        var generation: UInt32
        var cause: Int
    }

    /// The process ends within its next step: so many of its effects still happen.
    struct Trap: Hashable, Sendable {
        var effects: Int
        var isPowerFailure: Bool
    }

    init(id: ServerID) { self.id = id }

    /// Notes a timer under its name, replacing the one that runs; the generation for the agenda.
    mutating func start(_ alarm: Alarm, cause: Int) -> UInt32 {
        timersStarted += 1
        let countdown = Countdown(alarm: alarm, generation: timersStarted, cause: cause)
        if let index = timers.firstIndex(where: { $0.alarm == alarm }) {
            timers[index] = countdown
        } else {
            timers.append(countdown)
        }
        return timersStarted
    }

    mutating func cancel(_ alarm: Alarm) { timers.removeAll { $0.alarm == alarm } }

    /// The step that started the timer which fires now; nil when it was cancelled or replaced.
    mutating func fire(_ alarm: Alarm, generation: UInt32) -> Int? {
        guard
            let index = timers.firstIndex(where: {
                $0.generation == generation && $0.alarm == alarm
            })
        else { return nil }
        return timers.remove(at: index).cause
    }

    /// The process is gone, and with it all that was only in memory.
    mutating func end() {
        replica = nil
        timers.removeAll()
        trap = nil
    }
}
