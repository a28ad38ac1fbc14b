import ArgumentParser

/// `make bench`: figures, never tests. Machines are noisy, so quote the ratios, which are taken in one run.
@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract:
            "Measure the core, the simulator, the pictures, and zabd beside Apache ZooKeeper.",
        discussion: """
            Build it in release: `make bench`.

            Examples:
              bench
              bench pictures
            """)

    @Argument(help: "replica, simulator, pictures, servers; all unless given.")
    var parts: [String] = ["replica", "simulator", "pictures", "servers"]

    func run() throws {
        for part in parts {
            switch part {
            case "replica": ReplicaBench.run()
            case "simulator": SimulatorBench.run()
            case "pictures": try PictureBench.run()
            case "servers": try SideBySide.run()
            default:
                throw ValidationError("\(part) is none of replica, simulator, pictures, servers")
            }
        }
    }
}
