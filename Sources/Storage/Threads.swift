import Dispatch
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What is handed to a thread, in order. Putting costs a lock, and a wake-up only when it sleeps.
final class Inbox<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var isAsleep = false
    }

    private let state = Mutex(State())
    private let bell = DispatchSemaphore(value: 0)

    func put(_ elements: [Element]) {
        let sleeper = state.withLock { state in
            state.elements.append(contentsOf: elements)
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        if sleeper { bell.signal() }
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

/// A thread of the operating system.
struct OwnThread: Sendable {
    private let id: UInt

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    init(_ run: @escaping @Sendable () -> Void) {
        let body = Unmanaged.passRetained(Body(run)).toOpaque()
        #if canImport(Darwin)
            var thread: pthread_t?
            let result = pthread_create(&thread, nil, { Self.enter($0) }, body)
            id = UInt(bitPattern: thread)
        #else
            var thread = pthread_t()
            let result = pthread_create(&thread, nil, { Self.enter($0) }, body)
            id = UInt(thread)
        #endif
        precondition(result == 0, "a thread can be had")
    }

    private static func enter(_ body: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let body { Unmanaged<Body>.fromOpaque(body).takeRetainedValue().run() }
        return nil
    }

    func join() {
        #if canImport(Darwin)
            if let thread = pthread_t(bitPattern: id) { pthread_join(thread, nil) }
        #else
            pthread_join(pthread_t(id), nil)
        #endif
    }
}
