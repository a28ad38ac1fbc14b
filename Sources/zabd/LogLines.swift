import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Where the lines of the log go.
///
/// Nobody may read them, and a pipe that is full would stop the server: lines for which there is no room are left out,
/// and how many is told with the next one.
final class LogLines: Sendable {
    /// What a pipe with any room takes at once.
    static let longest = Int(PIPE_BUF)
    private let descriptor: Int32
    private let leftOut = Mutex(0)

    init(to descriptor: Int32) { self.descriptor = descriptor }

    func write(_ line: String) {
        leftOut.withLock { count in
            guard hasRoom else {
                count += 1
                return
            }
            let told = count > 0 ? "\(count) lines were left out here: nobody read them\n" : ""
            count = 0
            let room = Self.longest - told.utf8.count - 1
            Console.write(told + Self.cut(line, to: room) + "\n", to: descriptor)
        }
    }

    /// No letter is cut in two.
    private static func cut(_ line: String, to room: Int) -> Substring {
        guard line.utf8.count > room else { return line[...] }
        var end = line.utf8.index(line.startIndex, offsetBy: room)
        while end.samePosition(in: line.unicodeScalars) == nil { line.utf8.formIndex(before: &end) }
        return line[..<end]
    }

    /// Also of what is broken: there writing fails at once.
    private var hasRoom: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        while true {
            let count = poll(&entry, 1, 0)
            if count >= 0 || errno != EINTR { return count != 0 }
        }
    }
}
