import Replication
import Simulator
import Zab
import Znodes

/// How many steps a second the simulator takes on one core, without recording.
enum SimulatorBench {
    static func run() {
        writes(servers: 3)
        writes(servers: 5)
    }

    /// Nothing but pipelined writes: the busiest that an ensemble can be.
    private static func writes(servers: Int) {
        var world = World(voters: servers, isRecording: false)
        world.order(.start([.all]))
        world.run(for: .seconds(1))
        for client in 1...4 {
            let server = ServerID(Int64(1 + client % servers))
            world.order(.connect(client, to: [.server(server)]))
        }
        world.run(for: .seconds(1))
        let first = world.steps
        let committed = world.replica(ServerID(1))?.lastZxid.counter ?? 0
        let time = Stopwatch.once {
            for number in 1...20_000 {
                let path = ZnodePath("/node\(number)")
                world.order(.call(1 + number % 4, .create(CreateRequest(path, data: [1]))))
                if number.isMultiple(of: 20) { world.run(for: .milliseconds(10)) }
            }
            world.run(for: .seconds(1))
        }
        let commits = (world.replica(ServerID(1))?.lastZxid.counter ?? 0) - committed
        Figures.row(
            "\(servers) servers, writes only",
            [
                ("steps/s", Figures.text(Double(world.steps - first) / time, 0)),
                ("commits/s", Figures.text(Double(commits) / time, 0)),
            ])
    }
}
