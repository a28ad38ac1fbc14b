import Client
import Synchronization

/// Tells events as they come, unless told not to.
final class ShellWatcher: Sendable {
    private let output: any ShellOutput
    private let tellsConnection: Bool
    private let wanted = Mutex(true)
    private let troubles = Mutex(ShellTroubles())

    init(output: any ShellOutput, tellsConnection: Bool) {
        self.output = output
        self.tellsConnection = tellsConnection
    }

    var isOn: Bool {
        get { wanted.withLock { $0 } }
        set { wanted.withLock { $0 = newValue } }
    }

    /// Another server is to be reached, or the same one again.
    func forgetTroubles() { troubles.withLock { $0 = ShellTroubles() } }

    func tell(_ event: WatchedEvent) {
        if event.kind == .none {
            let isConnected = [.syncConnected, .connectedReadOnly].contains(event.state)
            if isConnected { forgetTroubles() }
            output.show(isConnected: isConnected)
        }
        if isOn, tellsConnection || event.kind != .none {
            output.print(ShellFormat.event(event))
        }
    }

    func tell(trouble: String, with server: String) {
        if troubles.withLock({ $0.isNew(trouble, with: server) }) {
            output.complain("\(server): \(trouble); trying on")
        }
    }
}

/// What was said last about each server: it is not said again at each try.
struct ShellTroubles {
    private var last: [String: String] = [:]

    mutating func isNew(_ trouble: String, with server: String) -> Bool {
        last.updateValue(trouble, forKey: server) != trouble
    }
}
