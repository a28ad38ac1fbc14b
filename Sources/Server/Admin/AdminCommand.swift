/// A command of the admin port (`Commands` and its nested classes), under its name and short names.
struct AdminCommand: Sendable {
    let names: [String]
    /// Answered only by a server that serves.
    var needsService = true
    /// What the answer needs to know beyond what is counted anyway.
    var needs: StatusDetail = []
    /// What is to be done first; nil if nothing is.
    var action: @Sendable (_ query: [String: String]) -> StatusAction? = { _ in nil }
    /// The payload, without `command` and `error` unless the command failed.
    let answer: @Sendable (ServerStatus, Configuration, _ query: [String: String]) -> [JSON.Member]

    /// The name that is listed and comes back as `command`.
    var name: String { names[0] }

    static func named(_ name: String) -> AdminCommand? { all.first { $0.names.contains(name) } }

    /// The whole answer as JSON.
    func response(
        _ status: ServerStatus, _ configuration: Configuration, query: [String: String]
    ) -> JSON {
        guard status.isServing || !needsService else {
            return Self.failure(name, FourLetterAnswer.notServing)
        }
        let payload = answer(status, configuration, query)
        let hasFailed = payload.contains { $0.key == "error" }
        return .object(
            payload + [JSON.Member("command", .string(name))]
                + (hasFailed ? [] : [JSON.Member("error", .null)]))
    }

    static func failure(_ name: String, _ message: String) -> JSON {
        ["command": .string(name), "error": .string(message)]
    }

    static func unknown(_ name: String) -> JSON { failure(name, "Unknown command: \(name)") }
}
