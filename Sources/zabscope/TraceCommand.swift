import ArgumentParser

struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Turn a live server's recording into a trace.",
        discussion: """
            `zabd serve --record DIR` writes down what happens to a server; this runs the server again from \
            that, step by step. Where the server ran unrecorded in between, the trace begins after the gap; \
            a single file of the directory stands for the run that begins in it. Session ids and digests \
            are replaced by pseudonyms. The commands draw, show, check and learn take the directory itself.

            Examples:
              zabscope trace /var/lib/zabd/flight -o monday.jsonl
              zabscope trace flight/flight-000003.zfr -o third-run.jsonl
              zabscope check flight
            """)

    @Argument(help: "The directory of a recording, or the file in which a run begins.")
    var recording: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The trace to write; - is standard output.", valueName: "file"))
    var output: String

    func run() throws {
        let steps = try Flights.write(recording, to: output)
        if output != "-" { Console.print("\(output): \(steps) steps") }
    }
}
