import ArgumentParser
import Client

/// `zabd shell`: zkCli without Java.
struct Shell: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Talk to a ZooKeeper server.",
        discussion: """
            Knows zkCli's commands; `help` lists them, `help create` says how one is called. With a \
            command it does just that; with a pipe it takes a command from each line; otherwise it asks. \
            Tab completes commands and paths, the arrows bring back older lines, Ctrl-R searches them.

            Lines that begin with # are passed over in a pipe.

            Exit codes: 0 all was done; 1 a command failed, or no server was reached; 2 wrong usage.

            Examples:
              zabd shell
              zabd shell -server host1:2181,host2:2181/app ls -R /
              echo 'create /a hello' | zabd shell -server 127.0.0.1:2181
            """)

    @Option(
        name: [.customLong("server", withSingleDash: true), .customLong("server")],
        help: ArgumentHelp(
            "The servers, and the node to take for the root: host:port,host:port/path.",
            valueName: "host:port"))
    var server = "localhost:2181"

    @Option(
        name: [.customLong("timeout", withSingleDash: true), .customLong("timeout")],
        help: ArgumentHelp(
            "The session's timeout, and the longest wait for a connection.",
            valueName: "milliseconds"))
    var timeout: Int32 = 30_000

    @Argument(parsing: .captureForPassthrough, help: "A command to carry out, and no other.")
    var command: [String] = []

    func validate() throws {
        if timeout <= 0 { throw ValidationError("--timeout is a positive number of milliseconds.") }
    }

    func run() async throws {
        // Everything from the first word on is the command's, even this.
        if let first = command.first, ["-h", "--help"].contains(first) {
            throw CleanExit.helpRequest(self)
        }
        try refuseUnreadable()
        let isInteractive = command.isEmpty && ShellTerminal.isInteractive
        let terminal = ShellTerminal()
        let runner = ShellRunner(
            ShellRunner.Settings(
                server: server, timeout: timeout, tellsConnection: isInteractive),
            output: terminal)
        do throws(ShellError) {
            if isInteractive { terminal.print("Connecting to \(server)") }
            if !isAlone {
                try await runner.connect(to: server)
                if !isInteractive { try await runner.waitForConnection() }
            }
        } catch {
            await runner.disconnect()
            throw Failure.broken(error.message)
        }
        let isFine =
            if !command.isEmpty {
                await runner.run(words: command) != .failed
            } else if isInteractive {
                await InteractiveShell(runner: runner, terminal: terminal).run()
            } else {
                await Self.runPiped(runner)
            }
        await runner.disconnect()
        if !isFine { throw Failure(message: "", code: 1) }
    }

    /// Whether its command says what it has to say without a server.
    private var isAlone: Bool {
        guard let command = command.first.flatMap(ShellCommand.init) else { return false }
        return command.worksAlone && command != .connect
    }

    /// What no server need be asked for.
    private func refuseUnreadable() throws {
        guard let word = command.first else { return }
        if word.hasPrefix("-") { throw Failure.unusable("there is no option \(word)") }
        guard ShellCommand(rawValue: word) != nil else {
            throw Failure.unusable("there is no command \(word); `zabd shell help` lists them")
        }
        do throws(ShellError) { _ = try ShellLine(words: command) } catch {
            throw Failure.unusable(error.message)
        }
    }

    /// True when every line was done.
    private static func runPiped(_ runner: ShellRunner) async -> Bool {
        var isFine = true
        while let line = readLine() {
            if line.hasPrefix("#") { continue }
            switch await runner.run(line) {
            case .done: continue
            case .failed: isFine = false
            case .quit: return isFine
            }
        }
        return isFine
    }
}
