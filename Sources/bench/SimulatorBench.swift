import Replication
import Simulator
import Trace
import Zab
import Znodes

/// How many steps a second the simulator takes on one core.
enum SimulatorBench {
    static func run() {
        swarmMix()
        writes(servers: 3)
        writes(servers: 5)
        lengthAndSize()
        keepingWorlds()
    }

    // MARK: - The swarm's own mix

    /// The plans of the first seeds, faults and all, without recording; then once more recorded, to say what
    /// the steps were.
    private static func swarmMix() {
        let plans = (1...200).map { Plan(seed: UInt64($0)) }
        var steps = 0
        let time = Stopwatch.once {
            for plan in plans {
                var world = plan.world(isRecording: false)
                world.run(until: plan.healing)
                steps += world.steps
            }
        }
        var kinds = [(String, Int)]()
        var commits = 0
        for plan in plans {
            var world = plan.world()
            for step in world.run(until: plan.healing) {
                count(step.input.kind, in: &kinds)
                for case .commit in step.effects { commits += 1 }
            }
        }
        Figures.row(
            "the swarm's mix, 200 seeds",
            [
                ("steps/s", Figures.text(Double(steps) / time, 0)),
                ("commits/s", Figures.text(Double(commits) / time, 0)),
            ])
        kinds.sort { ($1.1, $0.0) < ($0.1, $1.0) }
        let total = kinds.map(\.1).reduce(0, +)
        Figures.row(
            "  its steps by kind",
            kinds.map { ($0.0, Figures.text(Double($0.1) / Double(total) * 100, 1) + " %") })
    }

    private static func count(_ kind: String, in kinds: inout [(String, Int)]) {
        if let place = kinds.firstIndex(where: { $0.0 == kind }) {
            kinds[place].1 += 1
        } else {
            kinds.append((kind, 1))
        }
    }

    // MARK: - Nothing but writes

    /// Pipelined creates: the busiest that an ensemble can be.
    private static func writes(servers: Int) {
        var world = serving(servers)
        let first = world.steps
        let committed = world.replica(ServerID(1))?.lastZxid.counter ?? 0
        let time = Stopwatch.once { create(20_000, from: 0, in: &world) }
        let commits = (world.replica(ServerID(1))?.lastZxid.counter ?? 0) - committed
        Figures.row(
            "\(servers) servers, writes only",
            [
                ("steps/s", Figures.text(Double(world.steps - first) / time, 0)),
                ("commits/s", Figures.text(Double(commits) / time, 0)),
            ])
    }

    /// The same work at the beginning of a run and after a long one, with a tree that has grown meanwhile: a
    /// ratio near 1 says that neither length nor size is paid for at every step.
    private static func lengthAndSize() {
        var world = serving(3)
        let early = Stopwatch.once { create(5_000, from: 0, in: &world) }
        create(60_000, from: 5_000, in: &world)
        let late = Stopwatch.once { create(5_000, from: 65_000, in: &world) }
        Figures.row(
            "after 60,000 more nodes", [("time, late to early", Figures.text(late / early, 2))])
    }

    /// Every world kept, as the stepper does.
    private static func keepingWorlds() {
        var world = serving(3)
        var kept: [World] = []
        create(2_000, from: 0, in: &world)
        for number in 0..<500 { call(number, node: 10_000 + number, in: &world) }
        let end = world.steps + 5_000
        let time = Stopwatch.once {
            while world.steps < end {
                world.step()
                kept.append(world)
            }
        }
        Figures.row(
            "keeping every world",
            [("steps/s", Figures.text(Double(kept.count) / time, 0)), ("worlds", "\(kept.count)")])
    }

    // MARK: - Worlds to measure

    private static func serving(_ servers: Int) -> World {
        var world = World(voters: servers, isRecording: false)
        world.order(.start([.all]))
        world.run(for: .seconds(1))
        for client in 1...4 {
            let server = ServerID(Int64(1 + client % servers))
            world.order(.connect(client, to: [.server(server)]))
        }
        world.run(for: .seconds(1))
        return world
    }

    private static func create(_ count: Int, from first: Int, in world: inout World) {
        for number in 0..<count {
            call(number, node: first + number, in: &world)
            if number % 20 == 19 { world.run(for: .milliseconds(10)) }
        }
        world.run(for: .seconds(1))
    }

    private static func call(_ number: Int, node: Int, in world: inout World) {
        let path = ZnodePath("/node\(node)")
        world.order(.call(1 + number % 4, .create(CreateRequest(path, data: [1]))))
    }
}

extension StepInput {
    fileprivate var kind: String {
        switch self {
        case .receive(let message): message.kind == .ping ? "ping" : "message"
        case .timer: "timer"
        case .durable, .durableEpochs, .durableSnapshot: "disk"
        case .connected, .disconnected, .snapshotSent: "link"
        case .call: "call"
        case .lost: "loss"
        case .start, .crash, .command: "fault"
        }
    }
}
