import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// SIGTERM, SIGINT and SIGHUP as a call on a thread of its own, where anything may be done.
///
/// A second SIGTERM or SIGINT ends the process at once: whoever sends it does not want to wait.
enum StopSignals {
    /// Hears the signals from now on; the first is delivered.
    static func deliver(to receive: @escaping @Sendable (_ number: Int32) -> Void) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw Failure.broken("no pipe for signals: \(String(cString: strerror(errno)))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        entry.store(ends[1], ordering: .sequentiallyConsistent)
        for number in [SIGTERM, SIGINT] { signal(number, noteSignal) }
        // A terminal that is closed ends the server gracefully, unless it was started not to hear of that (`nohup`).
        let before = signal(SIGHUP, SIG_IGN)
        if unsafeBitCast(before, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self) {
            signal(SIGHUP, noteSignal)
        }
        // A client that went away shows as an error of the write.
        signal(SIGPIPE, SIG_IGN)

        let waiter = Unmanaged.passRetained(Waiter(exit: ends[0], receive: receive))
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        guard pthread_create(&thread, nil, waitForSignals, waiter.toOpaque()) == 0 else {
            throw Failure.broken("no thread for signals")
        }
    }

    /// Where the handler writes the number of the signal: it may do little else.
    fileprivate static let entry = Atomic<Int32>(-1)

    fileprivate final class Waiter {
        private let exit: Int32
        let receive: @Sendable (Int32) -> Void

        init(exit: Int32, receive: @escaping @Sendable (Int32) -> Void) {
            self.exit = exit
            self.receive = receive
        }

        func wait() -> Int32 {
            var number: UInt8 = 0
            while read(exit, &number, 1) != 1 {}
            return Int32(number)
        }
    }
}

private func noteSignal(_ number: Int32) {
    let error = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(StopSignals.entry.load(ordering: .sequentiallyConsistent), &byte, 1)
    errno = error
}

#if canImport(Darwin)
    private typealias ThreadArgument = UnsafeMutableRawPointer
#else
    private typealias ThreadArgument = UnsafeMutableRawPointer?
#endif

private func waitForSignals(_ argument: ThreadArgument) -> UnsafeMutableRawPointer? {
    let pointer: UnsafeMutableRawPointer? = argument
    guard let pointer else { return nil }
    let waiter = Unmanaged<StopSignals.Waiter>.fromOpaque(pointer).takeRetainedValue()
    waiter.receive(waiter.wait())
    while true {
        let number = waiter.wait()
        // A terminal that is closed says so more than once.
        if number != SIGHUP { _exit(128 + number) }
    }
}
