import Client
import Synchronization

/// Tells events as they come, unless told not to.
final class ShellWatcher: Sendable {
    private let output: any ShellOutput
    private let tellsConnection: Bool
    private let wanted = Mutex(true)

    init(output: any ShellOutput, tellsConnection: Bool) {
        self.output = output
        self.tellsConnection = tellsConnection
    }

    var isOn: Bool {
        get { wanted.withLock { $0 } }
        set { wanted.withLock { $0 = newValue } }
    }

    func tell(_ event: WatchedEvent) {
        if isOn, tellsConnection || event.kind != .none {
            output.print(ShellFormat.event(event))
        }
    }
}
