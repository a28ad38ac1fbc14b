#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Reading the small files on which security rests.
enum SecurityFile {
    /// The whole file; one that is longer than `limit` bytes is none of those files.
    static func read(_ path: String, atMost limit: Int) throws(SecurityError) -> [UInt8] {
        do throws(SystemError) {
            return try SmallFile.read(path, atMost: limit)
        } catch {
            let reason =
                switch error.number {
                case ENOENT, ENOTDIR: "there is no such file"
                case EISDIR: "this is a directory, not a file"
                case EFBIG: "longer than \(limit >> 10) KiB, which no such file is"
                default: "this cannot be read: \(error)"
                }
            throw SecurityError(file: path, reason: reason)
        }
    }
}
