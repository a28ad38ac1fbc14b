import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// SIGTERM and SIGINT as calls on a thread of their own, where anything may be done.
///
/// A second one ends the process at once: whoever sends it does not want to wait.
enum StopSignals {
    /// Where the handler leaves the number of a signal: the writing end of a pipe.
    fileprivate static let mailbox = Atomic<Int32>(-1)

    static func deliver(to receive: @escaping @Sendable (_ number: Int32) -> Void) {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "a first pipe can be opened")
        mailbox.store(ends[1], ordering: .sequentiallyConsistent)
        let waiter = Unmanaged.passRetained(Waiter(mailbox: ends[0], receive: receive))
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let failure = pthread_create(&thread, nil, waitForSignals, waiter.toOpaque())
        precondition(failure == 0, "a first thread can be started")
        signal(SIGTERM, leaveNumber)
        signal(SIGINT, leaveNumber)
        // A client that went away shows as an error of the write.
        signal(SIGPIPE, SIG_IGN)
    }

    fileprivate final class Waiter {
        let mailbox: Int32
        let receive: @Sendable (Int32) -> Void

        init(mailbox: Int32, receive: @escaping @Sendable (Int32) -> Void) {
            self.mailbox = mailbox
            self.receive = receive
        }

        func wait() -> Int32 {
            var number: UInt8 = 0
            while read(mailbox, &number, 1) != 1 {}
            return Int32(number)
        }
    }
}

/// Runs in the middle of anything, so it does nothing but one system call.
private let leaveNumber: @convention(c) (Int32) -> Void = { number in
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(StopSignals.mailbox.load(ordering: .sequentiallyConsistent), &byte, 1)
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
