/// What stands before the cursor, as zkCli has it.
struct ShellPrompt: Hashable, Sendable {
    let server: String
    /// Nil when nobody wants a connection.
    var isConnected: Bool?
    /// Of the line that is about to be typed.
    let number: Int

    var text: String {
        let state =
            switch isConnected {
            case nil: "CLOSED"
            case false?: "CONNECTING"
            case true?: "CONNECTED"
            }
        return "[zk: \(server)(\(state)) \(number)] "
    }
}
