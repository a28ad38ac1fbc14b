#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Writing to a file descriptor, whole.
public enum Bytes {
    /// False once nobody reads any more (`| head`), which is no error.
    @discardableResult
    public static func write(_ text: String, to output: Int32) -> Bool {
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { systemWrite(output, $0) }
            if count > 0 {
                start += count
            } else if count < 0 && errno == EAGAIN {
                var ready = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, -1)
            } else if count < 0 && errno == EINTR {
                continue
            } else {
                return false
            }
        }
        return true
    }
}

private func systemWrite(_ output: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(output, bytes.baseAddress, bytes.count)
}
