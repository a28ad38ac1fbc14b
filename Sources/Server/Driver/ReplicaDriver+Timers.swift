import NIOCore
import Replication
import Zab

/// The timers of both layers of a replica.
enum DriverTimer: Hashable {
    case peer(Zab.Timer)
    case replica(Replication.Timer)
}

extension ReplicaDriver {
    func start(_ timer: DriverTimer, after: Time) {
        timers[timer]?.cancel()
        timers[timer] = loop.scheduleTask(in: .nanoseconds(after.nanoseconds)) { [weak self] in
            self?.fire(timer)
        }
    }

    func cancel(_ timer: DriverTimer) { timers.removeValue(forKey: timer)?.cancel() }

    private func fire(_ timer: DriverTimer) {
        timers[timer] = nil
        batch {
            switch timer {
            case .peer(let timer): handle(.peer(.timer(timer)))
            case .replica(let timer): handle(.timer(timer))
            }
        }
    }
}
