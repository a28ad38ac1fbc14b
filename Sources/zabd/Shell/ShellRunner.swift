import ArgumentParser
import Client
import Znodes

/// Where the shell's words go. Events come at any time, from elsewhere.
protocol ShellOutput: Sendable {
    func print(_ text: String)
    func complain(_ text: String)
    /// The connection has come or gone, which the prompt shows.
    func show(isConnected: Bool)
}

/// Carries out what was typed: one client, what was typed before, whether watches are told.
actor ShellRunner {
    struct Settings: Sendable {
        var server = "localhost:2181"
        /// The session's, in milliseconds.
        var timeout: Int32 = 30_000
        /// Whether it is told that the connection comes and goes, and not only what nodes do.
        var tellsConnection = true
    }

    let output: any ShellOutput
    var settings: Settings
    private(set) var client: ZooKeeperClient?
    private(set) var history: [String] = []
    private let watcher: ShellWatcher

    init(_ settings: Settings, output: any ShellOutput) {
        self.settings = settings
        self.output = output
        watcher = ShellWatcher(output: output, tellsConnection: settings.tellsConnection)
    }

    /// What came of a line.
    enum Result: Equatable {
        case done, failed, quit
    }

    func run(_ text: String) async -> Result {
        let isEmpty = text.allSatisfy(\.isWhitespace)
        if isEmpty { return .done }
        history.append(text)
        do throws(ShellError) {
            guard let line = try ShellLine(text) else { return .done }
            return try await run(line)
        } catch {
            if !error.message.isEmpty { output.complain(error.message) }
            return .failed
        }
    }

    func run(words: [String]) async -> Result {
        do throws(ShellError) {
            guard let line = try ShellLine(words: words) else { return .done }
            return try await run(line)
        } catch {
            if !error.message.isEmpty { output.complain(error.message) }
            return .failed
        }
    }

    private func run(_ line: ShellLine) async throws(ShellError) -> Result {
        switch line.command {
        case .quit:
            await disconnect()
            return .quit
        case .redo:
            return try await redo(line)
        case .help:
            try help(line)
        case .history:
            let first = max(0, history.count - 11)
            for number in first..<history.count { output.print("\(number) - \(history[number])") }
        case .printwatches:
            if let word = line.words.first { watcher.isOn = word == "on" }
            output.print("printwatches is \(watcher.isOn ? "on" : "off")")
        case .version:
            output.print("ZooKeeper CLI version: 3.8 (\(Zabd.configuration.version), zabd shell)")
        case .connect:
            await disconnect()
            try await connect(to: line.words.first ?? settings.server)
        case .close:
            await disconnect()
        default:
            guard let client else { throw ShellError("Not connected") }
            try await run(line, on: client)
        }
        return .done
    }

    private func redo(_ line: ShellLine) async throws(ShellError) -> Result {
        guard let number = Int(line.words[0]), history.indices.contains(number),
            number < history.count - 1
        else { throw ShellError("Command index out of range") }
        let text = history[number]
        guard let old = try ShellLine(text), old.command != .redo else {
            throw ShellError("Command index out of range")
        }
        history[history.count - 1] = text
        return try await run(old)
    }

    private func help(_ line: ShellLine) throws(ShellError) {
        guard let name = line.words.first else { return output.print(ShellCommand.overview) }
        guard let command = ShellCommand(rawValue: name) else {
            throw ShellError("Command not found: \(name)")
        }
        output.print("\(command.usage)\n\(ShellFormat.wrapped(command.meaning))")
    }
}

extension ShellRunner {
    /// Begins to connect; commands wait until that is done, or has failed once.
    func connect(to server: String) async throws(ShellError) {
        let watcher = watcher
        watcher.forgetTroubles()
        do throws(ClientError) {
            client = try ZooKeeperClient(
                server, sessionTimeout: settings.timeout, onEvent: { watcher.tell($0) },
                onTrouble: { watcher.tell(trouble: $1, with: $0) })
        } catch {
            throw ShellError("\(error)")
        }
        settings.server = server
    }

    func disconnect() async {
        await client?.close()
        client = nil
    }

    /// Waits for the connection, at most for the session's timeout.
    func waitForConnection() async throws(ShellError) {
        guard let client else { throw ShellError("Not connected") }
        do throws(ClientError) {
            try await client.waitForConnection(.milliseconds(Int64(settings.timeout)))
        } catch {
            throw ShellError("\(settings.server): \(error)")
        }
    }

    /// What stands before the cursor.
    func prompt() async -> ShellPrompt {
        ShellPrompt(
            server: settings.server, isConnected: await client?.isConnected,
            number: history.count)
    }

    /// The names of the nodes below the one that a path begins with, for completion.
    func children(of path: String) async -> [String] {
        guard let client, await client.isConnected, let path = try? ZnodePath(typed: path),
            case .children(let names, _)? = try? await client.perform(
                .getChildren(GetChildrenRequest(path)))
        else { return [] }
        return names.sorted()
    }
}
