import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Signals as bytes in a pipe, so that the loop that waits for keys hears of them too.
struct Signals {
    /// Readable when a signal has come.
    let arrivals: Int32
    private let entry: Int32
    private static let caught = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGWINCH]

    init() {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        arrivals = ends[0]
        entry = ends[1]
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        signalEntry.store(entry, ordering: .sequentiallyConsistent)
        for number in Self.caught {
            signal(number) { number in
                let error = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(signalEntry.load(ordering: .sequentiallyConsistent), &byte, 1)
                errno = error
            }
        }
        // A reader that went away shows as an error of `write`.
        signal(SIGPIPE, SIG_IGN)
    }

    func next() -> Int32? {
        var byte: UInt8 = 0
        return read(arrivals, &byte, 1) == 1 ? Int32(byte) : nil
    }

    func stop() {
        for number in Self.caught + [SIGPIPE] { signal(number, SIG_DFL) }
        signalEntry.store(-1, ordering: .sequentiallyConsistent)
        close(arrivals)
        close(entry)
    }
}

private let signalEntry = Atomic<Int32>(-1)
