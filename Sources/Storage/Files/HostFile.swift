import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// An open file of the operating system.
final class HostFile: StoredFile {
    let path: String
    private let descriptor: Int32
    private let reserve: DescriptorReserve
    private let isClosed = Atomic(false)

    init(_ path: String, _ descriptor: Int32, _ reserve: DescriptorReserve) {
        self.path = path
        self.descriptor = descriptor
        self.reserve = reserve
    }

    deinit { close() }

    func size() throws(FileError) -> Int {
        var status = stat()
        if fstat(descriptor, &status) != 0 { throw error("read") }
        return Int(status.st_size)
    }

    func read(_ count: Int, at offset: Int, into bytes: inout [UInt8]) throws(FileError) {
        let start = bytes.count
        var done = 0
        bytes.append(contentsOf: repeatElement(0, count: count))
        while done < count {
            let got = bytes.withUnsafeMutableBytes {
                pread(
                    descriptor, $0.baseAddress.map { $0 + start + done }, count - done,
                    off_t(offset + done))
            }
            if got < 0, errno == EINTR { continue }
            if got < 0 { throw error("read") }
            if got == 0 { break }
            done += got
        }
        bytes.removeLast(count - done)
    }

    func write(_ bytes: [UInt8], at offset: Int) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let put = bytes.withUnsafeBytes {
                pwrite(
                    descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done,
                    off_t(offset + done))
            }
            if put < 0, errno == EINTR { continue }
            if put < 0 { throw error("write") }
            done += put
        }
    }

    func reserve(_ size: Int) throws(FileError) {
        let present = try self.size()
        if size <= present { return }
        #if !canImport(Darwin)
            let code = posix_fallocate(descriptor, off_t(present), off_t(size - present))
            // What cannot reserve space at all can still be written to.
            if code == 0 { return }
            if code != EOPNOTSUPP, code != EINVAL {
                throw FileError("reserve space", path, code: code)
            }
        #endif
        try truncate(to: size)
    }

    func truncate(to size: Int) throws(FileError) {
        if ftruncate(descriptor, off_t(size)) != 0 { throw error("change the size") }
    }

    func synchronize() throws(FileError) {
        #if canImport(Darwin)
            let result = fcntl(descriptor, F_FULLFSYNC)
        #else
            let result = fdatasync(descriptor)
        #endif
        if result < 0 { throw error("synchronize") }
    }

    func data(from offset: Int) throws(FileError) -> Int? {
        let found = lseek(descriptor, off_t(offset), Self.seekData)
        if found >= 0 { return Int(found) }
        if errno == ENXIO { return nil }
        // Where holes are not known, all is data.
        return offset < (try size()) ? offset : nil
    }

    func evict(from start: Int, to end: Int?) {
        #if !canImport(Darwin)
            // To the system zero bytes are all that follow.
            let count = end.map { $0 - start } ?? 0
            if end != nil, count <= 0 { return }
            _ = posix_fadvise(descriptor, off_t(start), off_t(count), POSIX_FADV_DONTNEED)
        #endif
    }

    func named(_ path: String) -> any StoredFile {
        isClosed.store(true, ordering: .relaxed)
        return HostFile(path, descriptor, reserve)
    }

    func close() {
        if isClosed.exchange(true, ordering: .relaxed) { return }
        #if canImport(Darwin)
            _ = Darwin.close(descriptor)
        #elseif canImport(Musl)
            _ = Musl.close(descriptor)
        #else
            _ = Glibc.close(descriptor)
        #endif
        reserve.fill()
    }

    private func error(_ call: String) -> FileError { FileError(call, path, code: errno) }

    #if canImport(Darwin)
        private static let seekData = SEEK_DATA
    #else
        /// `SEEK_DATA`, which the headers keep from Swift.
        private static let seekData: Int32 = 3
    #endif
}
