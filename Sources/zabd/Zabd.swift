import ArgumentParser

/// The server's command.
///
/// Exit codes, as ZooKeeper's own: 0 when it was stopped by a signal, 1 when it failed, 2 for wrong usage
/// or a configuration that cannot be used, 3 for a data directory that cannot.
@main
struct Zabd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zabd",
        abstract: "A ZooKeeper server that can be watched.",
        discussion: """
            Examples:
              zabd serve zoo.cfg                 serve ZooKeeper's clients
              zabd serve zoo.cfg --check         is the configuration good?
              zabd shell -server 127.0.0.1:2181  talk to a server
            """,
        version: "0.1.0",
        subcommands: [Serve.self, Shell.self, Dump.self])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if command is Serve { Heap.prepare() }
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            failure.exit()
        } catch {
            let isClean = exitCode(for: error).isSuccess
            let text = fullMessage(for: error)
            if !text.isEmpty { isClean ? Console.print(text) : Console.complain(text) }
            systemExit(isClean ? 0 : 2)
        }
    }
}
