import Properties
import Simulator
import Testing
import Trace
import Zab
import Znodes

func server(_ number: Int64) -> Target { .server(ServerID(number)) }
func id(_ number: Int64) -> ServerID { ServerID(number) }

/// Heavy simulation belongs into a release build; a debug build looks at a slice.
#if DEBUG
    let seeds: ClosedRange<UInt64> = 1...6
#else
    let seeds: ClosedRange<UInt64> = 1...400
#endif

/// A world whose steps are all kept and checked.
struct Run {
    var world: World
    private(set) var steps: [Step] = []
    private var checker: Checker

    init(_ world: World) {
        self.world = world
        checker = Checker(header: world.header())
    }

    /// Three servers that have elected s3, and clients c1 … connected to the servers given.
    init(serving voters: Int = 3, clients: [Int64] = [], _ change: (inout World) -> Void = { _ in })
    {
        var world = World(voters: voters)
        change(&world)
        self.init(world)
        order(.start([.all]))
        run { world in world.servers(count: voters).allSatisfy { world.isServing($0) } }
        for (place, server) in clients.enumerated() {
            order(.connect(place + 1, to: [.server(ServerID(server))]))
            run { $0.state(ofClient: place + 1) == .connected }
        }
        run(for: .milliseconds(20))
    }

    var violations: [Violation] { checker.violations }

    mutating func order(_ intervention: Intervention) { world.order(intervention) }

    /// Runs until the condition holds; it must, within a minute.
    mutating func run(
        within time: Time = .seconds(60), until isOver: (World) -> Bool,
        _ location: SourceLocation = #_sourceLocation
    ) {
        var taken: [Step] = []
        let isReached = world.run(
            before: world.now + time, observing: { taken.append($0) }, until: isOver)
        #expect(isReached, sourceLocation: location)
        take(taken)
    }

    mutating func run(for time: Time) { take(world.run(for: time)) }

    /// A call, and its answer as text; nil when it stays unknown.
    mutating func call(_ client: Int, _ request: Request) -> String? {
        let begin = steps.count
        order(.call(client, request))
        run { $0.openCalls(ofClient: client) > 0 }
        run { $0.openCalls(ofClient: client) == 0 }
        return answers(since: begin).last
    }

    func answers(since begin: Int = 0) -> [String] {
        steps[begin...].flatMap(\.effects).compactMap {
            if case .answered(_, let outcome) = $0 { outcome.text } else { nil }
        }
    }

    func effects(at lane: Lane, since begin: Int = 0) -> [StepEffect] {
        steps[begin...].filter { $0.at == lane }.flatMap(\.effects)
    }

    private mutating func take(_ taken: [Step]) {
        for step in taken { checker.observe(step) }
        steps += taken
    }
}

extension World {
    func servers(count: Int) -> [ServerID] { (1...count).map { ServerID(Int64($0)) } }
}

extension StepInput {
    var received: MessageRecord? {
        if case .receive(let message) = self { message } else { nil }
    }

    var lost: MessageRecord? {
        if case .lost(let message, _) = self { message } else { nil }
    }
}

extension Step {
    var sent: [MessageRecord] {
        effects.compactMap { if case .send(let message) = $0 { message } else { nil } }
    }
}

func create(_ path: ZnodePath, _ data: String = "", mode: CreateMode = .persistent) -> Request {
    .create(CreateRequest(path, data: Array(data.utf8), mode: mode))
}

func get(_ path: ZnodePath, watch: Bool = false) -> Request {
    .getData(GetDataRequest(path, watch: watch))
}

func set(_ path: ZnodePath, _ data: String) -> Request {
    .setData(SetDataRequest(path, data: Array(data.utf8)))
}
