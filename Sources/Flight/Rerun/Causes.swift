import Replication
import Zab

/// Which step asked for what now comes back to the server: it is the cause of the step to come.
struct Causes {
    private var timers: [String: Int] = [:]
    private var flushes: [Int] = []
    private var records: [Int] = []
    private var saves: [Int] = []
    private var dials: [ServerID: Int] = [:]

    mutating func note(_ effect: Replication.Effect, step: Int) {
        switch effect {
        case .start(let timer, _): timers["\(timer)"] = step
        case .cancel(let timer): timers["\(timer)"] = nil
        case .saveSnapshot: saves.append(step)
        case .peer(.start(let timer, _)): timers["\(timer)"] = step
        case .peer(.cancel(let timer)): timers["\(timer)"] = nil
        case .peer(.flush): flushes.append(step)
        case .peer(.record): records.append(step)
        case .peer(.connect(let server)): dials[server] = step
        default: break
        }
    }

    mutating func take(for input: Replication.Input) -> Int? {
        switch input {
        case .timer(let timer): timers.removeValue(forKey: "\(timer)")
        case .peer(.timer(let timer)): timers.removeValue(forKey: "\(timer)")
        case .peer(.durable(.log)): flushes.takeFirst()
        case .peer(.durable(.epochs)): records.takeFirst()
        case .peer(.durable(.snapshot)): saves.takeFirst()
        case .peer(.connected(.leader(let server))), .peer(.disconnected(.leader(let server))):
            dials[server]
        default: nil
        }
    }

    /// Whether the disk was asked for what the input says it has done.
    func expects(_ input: Replication.Input) -> Bool {
        switch input {
        case .peer(.durable(.log)): !flushes.isEmpty
        case .peer(.durable(.epochs)): !records.isEmpty
        case .peer(.durable(.snapshot)): !saves.isEmpty
        default: true
        }
    }
}

extension [Int] {
    fileprivate mutating func takeFirst() -> Int? { isEmpty ? nil : removeFirst() }
}
