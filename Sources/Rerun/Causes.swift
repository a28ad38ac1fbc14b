import Replication
import Zab
import Znodes

/// Which step asked for what now comes back to the server: it is the cause of the step to come.
struct Causes {
    private var timers: [String: Int] = [:]
    private var flushes: [Int] = []
    private var records: [Int] = []
    /// Snapshots that were asked for, by the last transaction in them; some are never made.
    private var saves: [(zxid: Zxid, step: Int)] = []
    private let knowsSnapshotRule: Bool
    private var dials: [ServerID: Int] = [:]

    init(knowsSnapshotRule: Bool) { self.knowsSnapshotRule = knowsSnapshotRule }

    mutating func note(_ effect: Replication.Effect, step: Int) {
        switch effect {
        case .start(let timer, _): timers["\(timer)"] = step
        case .cancel(let timer): timers["\(timer)"] = nil
        case .saveSnapshot(let service):
            saves.append((Zxid(rawValue: UInt64(bitPattern: service.lastZxid)), step))
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
        case .peer(.durable(.snapshot(let zxid))): takeSave(upTo: zxid)
        case .peer(.connected(.leader(let server))), .peer(.disconnected(.leader(let server))):
            dials[server]
        default: nil
        }
    }

    /// Those before it were left out.
    private mutating func takeSave(upTo zxid: Zxid) -> Int? {
        let save = saves.first { $0.zxid == zxid }
        saves.removeAll { $0.zxid <= zxid }
        return save?.step
    }

    /// Whether the disk was asked for what the input says it has done.
    func expects(_ input: Replication.Input) -> Bool {
        switch input {
        case .peer(.durable(.log)): !flushes.isEmpty
        case .peer(.durable(.epochs)): !records.isEmpty
        case .peer(.durable(.snapshot(let zxid))):
            !knowsSnapshotRule || saves.contains { $0.zxid == zxid }
        default: true
        }
    }
}

extension [Int] {
    fileprivate mutating func takeFirst() -> Int? { isEmpty ? nil : removeFirst() }
}
