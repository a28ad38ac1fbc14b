#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// SIGTERM and SIGINT as calls on a thread of their own, where anything may be done.
///
/// They are held back from every other thread, so that no system call is interrupted. A second one ends
/// the process at once: whoever sends it does not want to wait.
enum StopSignals {
    /// Must come before other threads are started, which inherit what is held back.
    static func deliver(to receive: @escaping @Sendable (_ number: Int32) -> Void) {
        var held = sigset_t()
        sigemptyset(&held)
        sigaddset(&held, SIGTERM)
        sigaddset(&held, SIGINT)
        pthread_sigmask(SIG_BLOCK, &held, nil)
        // A client that went away shows as an error of the write.
        signal(SIGPIPE, SIG_IGN)

        let waiter = Unmanaged.passRetained(Waiter(held: held, receive: receive))
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let failure = pthread_create(&thread, nil, waitForSignals, waiter.toOpaque())
        precondition(failure == 0, "a first thread can be started")
    }

    fileprivate final class Waiter {
        var held: sigset_t
        let receive: @Sendable (Int32) -> Void

        init(held: sigset_t, receive: @escaping @Sendable (Int32) -> Void) {
            self.held = held
            self.receive = receive
        }

        func wait() -> Int32 {
            var number: Int32 = 0
            while sigwait(&held, &number) != 0 {}
            return number
        }
    }
}

#if canImport(Darwin)
    private typealias ThreadArgument = UnsafeMutableRawPointer
#else
    private typealias ThreadArgument = UnsafeMutableRawPointer?
#endif

private let waitForSignals: @convention(c) (ThreadArgument) -> UnsafeMutableRawPointer? = {
    argument in
    let pointer: UnsafeMutableRawPointer? = argument
    guard let pointer else { return nil }
    let waiter = Unmanaged<StopSignals.Waiter>.fromOpaque(pointer).takeRetainedValue()
    waiter.receive(waiter.wait())
    _exit(128 + waiter.wait())
}
