#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The files of the operating system. Copies share a few descriptors, which stay open as long as one of
/// them is there (`DescriptorReserve`).
public struct HostFileSystem: FileSystem {
    private let reserve = DescriptorReserve()

    public init() {}

    public func makeDirectory(_ path: String) throws(FileError) {
        if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw FileError("make the directory", path, code: errno)
        }
        try makeDirectory(String(path[..<slash]))
        if mkdir(path, 0o755) != 0, errno != EEXIST {
            throw FileError("make the directory", path, code: errno)
        }
        try synchronize(directory: String(path[..<slash]))
    }

    public func names(in directory: String) throws(FileError) -> [String] {
        guard let stream = reserve.withDescriptor({ opendir(directory) }) else {
            if errno == ENOENT { return [] }
            throw FileError("list", directory, code: errno)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if name != ".", name != ".." { names.append(name) }
        }
        if errno != 0 { throw FileError("list", directory, code: errno) }
        return names
    }

    public func open(_ path: String, create: Bool) throws(FileError) -> any StoredFile {
        let flags = O_RDWR | O_CLOEXEC | (create ? O_CREAT | O_TRUNC : 0)
        return HostFile(path, try reserve.open(path, flags), reserve)
    }

    public func rename(_ path: String, to target: String) throws(FileError) {
        #if canImport(Darwin)
            let result = Darwin.rename(path, target)
        #elseif canImport(Musl)
            let result = Musl.rename(path, target)
        #else
            let result = Glibc.rename(path, target)
        #endif
        if result != 0 { throw FileError("rename to \(target)", path, code: errno) }
    }

    public func remove(_ path: String) throws(FileError) {
        if unlink(path) != 0 { throw FileError("remove", path, code: errno) }
    }

    public func synchronize(directory: String) throws(FileError) {
        let directory = directory.isEmpty ? "/" : directory
        let descriptor = try reserve.directory(directory)
        if fsync(descriptor) != 0 { throw FileError("synchronize", directory, code: errno) }
    }

    public func lock(_ path: String) throws(FileError) -> FileLock {
        let descriptor = try reserve.open(path, O_RDWR | O_CREAT | O_CLOEXEC)
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            defer { close(descriptor) }
            if code != EWOULDBLOCK { throw FileError("lock", path, code: code) }
            return .held(by: Self.holder(descriptor))
        }
        let text = Array("\(getpid())\n".utf8)
        if ftruncate(descriptor, 0) != 0 || pwrite(descriptor, text, text.count, 0) != text.count {
            let code = errno
            close(descriptor)
            throw FileError("write", path, code: code)
        }
        return .taken { close(descriptor) }
    }

    public var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var text = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &text, text.count, 0)
        return Int32(
            String(decoding: text.prefix(max(0, count)).prefix { $0 != 10 }, as: UTF8.self))
    }
}
