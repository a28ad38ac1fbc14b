#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The end of a command that did not do what was asked: what to say, and the exit code. The codes are
/// those of ZooKeeper's `ExitCode`.
struct Failure: Error {
    let message: String
    let code: Int32

    /// The server could not start, or not go on.
    static func broken(_ message: String) -> Failure { Failure(message: message, code: 1) }
    /// Wrong usage, or a configuration that cannot be used.
    static func unusable(_ message: String) -> Failure { Failure(message: message, code: 2) }
    /// The data directory cannot be used.
    static func noData(_ message: String) -> Failure { Failure(message: message, code: 3) }

    func exit() -> Never {
        if !message.isEmpty { Console.complain("zabd: " + message) }
        systemExit(code)
    }
}

/// Where the command speaks.
enum Console {
    static func print(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    static func complain(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    /// In one piece where the system takes it so, so that lines of several threads do not mix.
    static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

func systemExit(_ code: Int32) -> Never { exit(code) }
