import Replication
import Zab
import Znodes

/// One server that is a quorum by itself, without sockets and disk: what the core costs an operation.
enum ReplicaBench {
    static func run() {
        var server = BareServer()
        let count = 200_000
        let data = [UInt8](repeating: 0x78, count: 100)
        var number = 0
        server.measure("create", count) {
            number += 1
            return .create(CreateRequest(ZnodePath("/bench/node-\(number)"), data: data))
        }
        server.measure("set", count) {
            number = number % count + 1
            return .setData(SetDataRequest(ZnodePath("/bench/node-\(number)"), data: data))
        }
        server.measure("get", count) {
            number = number % count + 1
            return .getData(GetDataRequest(ZnodePath("/bench/node-\(number)")))
        }
        server.measure("ping", count) { .ping }
    }
}

/// Its disk is done as soon as it is asked to, once for every batch.
private struct BareServer {
    private var replica: Replica
    private var effects: [Replication.Effect] = []
    private var durable: [Durable] = []
    private var written = Zxid.zero
    private var timers: [Zab.Timer: Time] = [:]
    private var now = Time.zero
    private var answers = 0

    init() {
        let id = ServerID(1)
        replica = Replica(id: id, ensemble: Ensemble(voters: [id]), narrates: false)
        handle(.peer(.start))
        settle()
        while !replica.isServing, let next = timers.min(by: { $0.value < $1.value }) {
            timers[next.key] = nil
            now = max(now, next.value)
            handle(.peer(.timer(next.key)))
            settle()
        }
        for connection in 1...16 {
            handle(
                .client(.connect(ConnectRequest(timeout: 30_000)), on: Connection(connection)))
            settle()
        }
        handle(.client(.request(xid: 0, .create(CreateRequest("/bench"))), on: 1))
        settle()
    }

    mutating func measure(_ name: String, _ count: Int, _ request: () -> Request) {
        let requests = (0..<count).map { _ in request() }
        answers = 0
        let seconds = Stopwatch.once {
            for (index, request) in requests.enumerated() {
                now = .nanoseconds(now.nanoseconds + 1_000)
                let connection = Connection(index / 64 % 16 + 1)
                handle(.client(.request(xid: Int32(index), request), on: connection))
                if index % 1_024 == 1_023 { settle() }
            }
            settle()
        }
        precondition(answers == count, "\(name): \(answers) answers to \(count) requests")
        Figures.row(
            "core alone, \(name)",
            [("a second", "\(Int(Double(count) / seconds))")])
    }

    private mutating func settle() {
        while !durable.isEmpty { handle(.peer(.durable(durable.removeFirst()))) }
    }

    private mutating func handle(_ input: Replication.Input) {
        replica.handle(input, now: now, into: &effects)
        for effect in effects {
            switch effect {
            case .reply: answers += 1
            case .peer(.append(let proposal)): written = proposal.zxid
            case .peer(.flush): durable.append(.log(written))
            case .peer(.record(let epochs)): durable.append(.epochs(epochs))
            case .peer(.start(let timer, let after)): timers[timer] = now + after
            case .peer(.cancel(let timer)): timers[timer] = nil
            case .saveSnapshot(let service):
                durable.append(.snapshot(Zxid(rawValue: UInt64(service.lastZxid))))
            default: break
            }
        }
        effects.removeAll(keepingCapacity: true)
    }
}
