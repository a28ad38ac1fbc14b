import ArgumentParser

/// `make bench`: figures, never tests. Machines are noisy, so quote the ratios, which are taken in one run.
@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure the simulator and the pictures.",
        discussion: """
            Build it in release: `make bench`.

            Examples:
              bench
              bench pictures
            """)

    @Argument(help: "simulator, pictures; both unless given.")
    var parts: [String] = ["simulator", "pictures"]

    func run() throws {
        for part in parts {
            switch part {
            case "simulator": SimulatorBench.run()
            case "pictures": try PictureBench.run()
            default: throw ValidationError("\(part) is neither simulator nor pictures")
            }
        }
    }
}
