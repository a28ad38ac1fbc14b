import Trace
import Zab
import Znodes

/// Makes up what clients do in a run: every operation, on few nodes, so that they meet.
struct Workload {
    let servers: [ServerID]
    let end: Time
    var dice: SplitMix64
    private(set) var made: [TimedIntervention] = []
    /// When the bursts of calls begin.
    private(set) var bursts: [Time] = []
    /// Every written value is another, so that it is known by its value who wrote it.
    private var values = 0

    init(servers: [ServerID], end: Time, dice: SplitMix64) {
        self.servers = servers
        self.end = end
        self.dice = dice
    }

    mutating func make(clients: Int, calls: Int) {
        for client in 1...clients {
            var list = servers
            for place in list.indices.dropFirst() { list.swapAt(place, dice.below(place + 1)) }
            add(.connect(client, to: list.map(Target.server)), at: .milliseconds(Int64(client)))
        }
        add(.call(1, .create(CreateRequest("/a", data: value()))), at: .milliseconds(5))
        var left = calls
        while left > 0 {
            // Bursts, so that calls are under way together.
            let time = Time(nanoseconds: Int64(dice.below(Int(end.nanoseconds))))
            bursts.append(time)
            let burst = min(left, dice.pick([1, 1, 2, 4, 12]))
            for place in 0..<burst {
                add(
                    .call(dice.pick(1...clients), request()),
                    at: time + .microseconds(Int64(place) * 300))
            }
            left -= burst
        }
        if dice.chance(1, in: 3) {
            add(.call(dice.pick(1...clients), .closeSession), at: end)
        }
    }

    private mutating func request() -> Request {
        switch dice.below(20) {
        case 0...4: create()
        case 5...9: .setData(SetDataRequest(path(), data: value(), version: version()))
        case 10...11: .delete(DeleteRequest(path(), version: version()))
        case 12...14: .getData(GetDataRequest(path(), watch: dice.chance(1, in: 3)))
        case 15: .exists(ExistsRequest(path(), watch: dice.chance(1, in: 3)))
        case 16:
            .getChildren(
                GetChildrenRequest(
                    dice.chance(1, in: 2) ? "/" : "/a", watch: dice.chance(1, in: 3),
                    returnsStat: dice.chance(1, in: 2)))
        case 17: .sync(SyncRequest(path()))
        case 18: multi()
        default: dice.chance(1, in: 6) ? .closeSession : .sync(SyncRequest("/"))
        }
    }

    private mutating func create() -> Request {
        let mode = dice.pick([
            CreateMode.persistent, .persistent, .ephemeral, .persistentSequential,
            .ephemeralSequential,
        ])
        let path: ZnodePath = mode.isSequential ? dice.pick(["/n-", "/a/n-"]) : path()
        return .create(
            CreateRequest(path, data: value(), mode: mode, returnsStat: dice.chance(1, in: 4)))
    }

    private mutating func multi() -> Request {
        var operations: [Request] = []
        for _ in 0..<dice.pick(1...4) {
            switch dice.below(4) {
            case 0: operations.append(.create(CreateRequest(path(), data: value())))
            case 1: operations.append(.setData(SetDataRequest(path(), data: value())))
            case 2: operations.append(.delete(DeleteRequest(path())))
            default: operations.append(.check(CheckRequest(path(), version: version())))
            }
        }
        return .multi(MultiRequest(operations))
    }

    private static let paths: [ZnodePath] = ["/a", "/b", "/c", "/a/x", "/a/y", "/b/z"]

    private mutating func path() -> ZnodePath { dice.pick(Self.paths) }

    private mutating func version() -> Int32 {
        dice.chance(2, in: 3) ? -1 : Int32(dice.below(4))
    }

    private mutating func value() -> [UInt8] {
        values += 1
        return Array("v\(values)".utf8)
    }

    private mutating func add(_ intervention: Intervention, at time: Time) {
        made.append(TimedIntervention(at: time, intervention))
    }
}
