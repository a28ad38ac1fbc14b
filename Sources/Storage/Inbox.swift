import Dispatch
import Synchronization

/// What is handed to a thread, in order. Putting costs a lock, and a wake-up only when it sleeps.
final class Inbox<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var isAsleep = false
    }

    private let state = Mutex(State())
    private let bell = DispatchSemaphore(value: 0)

    func put(_ elements: [Element]) {
        leave(elements)
        ring()
    }

    /// The same for a thread that is awake; one that sleeps goes on sleeping until `ring()`.
    func leave(_ elements: [Element]) {
        state.withLock { $0.elements.append(contentsOf: elements) }
    }

    /// Wakes the thread if there is something for it.
    func ring() {
        let isNeeded = state.withLock { state in
            guard state.isAsleep, !state.elements.isEmpty else { return false }
            state.isAsleep = false
            return true
        }
        if isNeeded { bell.signal() }
    }

    /// All that there is; waits until there is something. For one thread only.
    func take() -> [Element] {
        while true {
            let elements = state.withLock { state in
                state.isAsleep = state.elements.isEmpty
                defer { state.elements = [] }
                return state.elements
            }
            if !elements.isEmpty { return elements }
            bell.wait()
        }
    }
}
