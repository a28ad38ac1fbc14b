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
            if dice.chance(1, in: 2) {
                add(.authenticate(client, identity()), at: .milliseconds(Int64(client)))
            }
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
                    act(ofClient: dice.pick(1...clients)),
                    at: time + .microseconds(Int64(place) * 300))
            }
            left -= burst
        }
        if dice.chance(1, in: 3) {
            add(.call(dice.pick(1...clients), .closeSession), at: end)
        }
    }

    /// Nearly always a request.
    private mutating func act(ofClient client: Int) -> Intervention {
        switch dice.below(60) {
        case 0: .authenticate(client, identity())
        case 1: move(client)
        default: .call(client, request())
        }
    }

    /// The session moves to a server, and on to the others where it must.
    private mutating func move(_ client: Int) -> Intervention {
        let first = dice.below(servers.count)
        let list = servers[first...] + servers[..<first]
        return .connect(client, to: list.map(Target.server))
    }

    private mutating func request() -> Request {
        switch dice.below(40) {
        case 0...8: create()
        case 9...16: .setData(SetDataRequest(path(), data: value(), version: version()))
        case 17...20: .delete(DeleteRequest(path(), version: version()))
        case 21...25: read()
        case 26...29: .getData(GetDataRequest(path(), watch: dice.chance(1, in: 3)))
        case 30: .setACL(SetACLRequest(path(), acl: acl(), version: version()))
        case 31...32:
            .addWatch(AddWatchRequest(watched(), mode: dice.pick(AddWatchRequest.Mode.allCases)))
        case 33: watches()
        case 34...35: multi()
        case 36...37: .sync(SyncRequest(path()))
        case 38: quota()
        default: dice.chance(1, in: 6) ? .closeSession : .sync(SyncRequest("/"))
        }
    }

    private mutating func read() -> Request {
        switch dice.below(8) {
        case 0: .exists(ExistsRequest(path(), watch: dice.chance(1, in: 3)))
        case 1...2: .getChildren(children())
        case 3: .getACL(GetACLRequest(path()))
        case 4: .getEphemerals(GetEphemeralsRequest(prefix: dice.pick(["/", "/a"])))
        case 5: .getAllChildrenNumber(GetAllChildrenNumberRequest(dice.pick(["/", "/a", "/b"])))
        case 6: .whoAmI
        default: multiRead()
        }
    }

    private mutating func children() -> GetChildrenRequest {
        GetChildrenRequest(
            dice.chance(1, in: 2) ? "/" : "/a", watch: dice.chance(1, in: 3),
            returnsStat: dice.chance(1, in: 2))
    }

    private mutating func multiRead() -> Request {
        var operations: [Request] = []
        for _ in 0..<dice.pick(1...4) {
            operations.append(
                dice.chance(1, in: 2)
                    ? .getData(GetDataRequest(path()))
                    : .getChildren(GetChildrenRequest(dice.pick(["/", "/a", "/b"]))))
        }
        return .multiRead(MultiReadRequest(operations))
    }

    /// Asks for watches, or does away with them.
    private mutating func watches() -> Request {
        let request = WatchesRequest(watched(), kind: dice.pick(WatchesRequest.Kind.allCases))
        return dice.chance(1, in: 2) ? .checkWatches(request) : .removeWatches(request)
    }

    private mutating func create() -> Request {
        let mode = dice.pick([
            CreateMode.persistent, .persistent, .persistent, .ephemeral, .ephemeral,
            .persistentSequential, .ephemeralSequential, .container, .persistentTTL,
            .persistentSequentialTTL,
        ])
        let path: ZnodePath = mode.isSequential ? dice.pick(["/n-", "/a/n-"]) : path()
        return .create(
            CreateRequest(
                path, data: value(), acl: acl(), mode: mode,
                timeToLive: mode.hasTimeToLive ? Int64(dice.pick(1...2_000)) : 0,
                returnsStat: dice.chance(1, in: 4)))
    }

    private mutating func multi() -> Request {
        var operations: [Request] = []
        for _ in 0..<dice.pick(1...4) {
            switch dice.below(5) {
            case 0: operations.append(.create(CreateRequest(path(), data: value(), acl: acl())))
            case 1: operations.append(.setData(SetDataRequest(path(), data: value())))
            case 2: operations.append(.delete(DeleteRequest(path())))
            case 3: operations.append(create())
            default: operations.append(.check(CheckRequest(path(), version: version())))
            }
        }
        return .multi(MultiRequest(operations))
    }

    /// A step towards a limit on /a, or away from it.
    private mutating func quota() -> Request {
        let quota = ZnodePath("/zookeeper/quota/a")
        let limits = quota.appending("zookeeper_limits")
        let text = "count=-1,bytes=-1=;byteHardLimit=-1;countHardLimit=\(dice.pick(1...4))"
        return switch dice.below(6) {
        case 0...1: .create(CreateRequest(quota))
        case 2...3: .create(CreateRequest(limits, data: Array(text.utf8)))
        case 4: .create(CreateRequest(quota.appending("zookeeper_stats")))
        default: .delete(DeleteRequest(limits))
        }
    }

    private static let paths: [ZnodePath] = ["/a", "/b", "/c", "/a/x", "/a/y", "/b/z"]

    private mutating func path() -> ZnodePath { dice.pick(Self.paths) }

    /// Of watches that stay, also the parent of all.
    private mutating func watched() -> ZnodePath { dice.pick(Self.paths + ["/"]) }

    /// Mostly open, so that nodes can be used; sometimes closed to all but one, or to reading.
    private mutating func acl() -> [ACL] {
        switch dice.below(10) {
        case 0: ACL.readOnly
        case 1: [ACL(.all, for: Identity(scheme: "auth", id: ""))]
        case 2: [ACL(.all.subtracting(.read), for: .anyone), ACL(.all, for: identity())]
        default: ACL.open
        }
    }

    private mutating func identity() -> Identity {
        Identity(scheme: "digest", id: dice.pick(["alice:secret", "bob:secret"]))
    }

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
