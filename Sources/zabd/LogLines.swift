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
    private static let longest = 4_096
    private let descriptor: Int32
    private let leftOut = Mutex(0)

    init(to descriptor: Int32) { self.descriptor = descriptor }

    func write(_ line: String) {
        leftOut.withLock { count in
            guard hasRoom else {
                count += 1
                return
            }
            var text = count > 0 ? "\(count) lines were left out here: nobody read them\n" : ""
            count = 0
            let room = Self.longest - text.utf8.count - 1
            text +=
                line.utf8.count > room
                ? String(decoding: line.utf8.prefix(room), as: UTF8.self) : line
            Console.write(text + "\n", to: descriptor)
        }
    }

    /// Also of what is broken: there writing fails at once.
    private var hasRoom: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&entry, 1, 0) != 0
    }
}
