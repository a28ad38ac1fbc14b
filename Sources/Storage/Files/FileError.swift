#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The operating system's refusal of one call.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The call, in words: "write", "synchronize".
    public let call: String
    public let path: String
    /// `errno`.
    public let code: Int32

    public init(_ call: String, _ path: String, code: Int32) {
        self.call = call
        self.path = path
        self.code = code
    }

    /// No space, no quota, or the file would become too big.
    public var isFull: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

    /// No descriptor or no memory now; that passes.
    var isShortage: Bool { code == EMFILE || code == ENFILE || code == ENOMEM }

    var isMissing: Bool { code == ENOENT }

    public var description: String { "cannot \(call): \(String(cString: strerror(code)))" }
}

/// Turns the operating system's refusals into the storage's.
func storing<Result>(
    _ body: () throws(FileError) -> Result
) throws(StorageError) -> Result {
    do throws(FileError) { return try body() } catch { throw StorageError(error) }
}
