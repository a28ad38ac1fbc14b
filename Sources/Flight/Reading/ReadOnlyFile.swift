#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// An open file of a recording; closed with the last reference to it.
final class ReadOnlyFile: Sendable {
    private let path: String
    private let descriptor: Int32

    init(path: String) throws(FlightError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw .unreadable(path) }
    }

    deinit { close(descriptor) }

    func length() throws(FlightError) -> Int {
        let length = lseek(descriptor, 0, SEEK_END)
        if length < 0 { throw .unreadable(path) }
        return Int(length)
    }

    /// So many bytes; a file that ends before them was cut off while it was read.
    func read(_ count: Int, at place: Int) throws(FlightError) -> [UInt8] {
        var done = 0
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { bytes, initialized in
            while done < count {
                let got = pread(
                    descriptor, bytes.baseAddress.map { $0 + done }, count - done,
                    off_t(place + done))
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = errno }
                if got <= 0 { break }
                done += got
            }
            initialized = done
        }
        if failure != 0 { throw .unreadable(path, code: failure, at: place) }
        guard done == count else {
            throw FlightError(
                file: path, offset: place, problem: .unreadable("the file became shorter"))
        }
        return bytes
    }
}

extension FlightError {
    /// What the operating system said last.
    static func unreadable(_ path: String, code: Int32 = errno, at place: Int? = nil) -> Self {
        let why = code == ENOENT ? Problem.missing : .unreadable(String(cString: strerror(code)))
        return FlightError(file: path, offset: place, problem: why)
    }
}
