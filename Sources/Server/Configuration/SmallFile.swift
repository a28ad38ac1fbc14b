#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Files that are read whole, at the start: a configuration, and those on which security rests.
package enum SmallFile {
    /// The bytes of a file. One that is longer than `limit` bytes is none of those, and is `EFBIG`.
    package static func read(_ path: String, atMost limit: Int) throws(SystemError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16_384)
        while bytes.count <= limit {
            let count = read(descriptor, &piece)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last }
            if count == 0 { return bytes }
            bytes += piece[..<count]
        }
        throw SystemError(number: EFBIG)
    }

    private static func read(_ descriptor: Int32, _ piece: inout [UInt8]) -> Int {
        #if canImport(Darwin)
            Darwin.read(descriptor, &piece, piece.count)
        #elseif canImport(Musl)
            Musl.read(descriptor, &piece, piece.count)
        #else
            Glibc.read(descriptor, &piece, piece.count)
        #endif
    }
}

/// What the operating system says went wrong.
package struct SystemError: Error, CustomStringConvertible {
    let number: Int32

    static var last: Self { Self(number: errno) }

    package var description: String { String(cString: strerror(number)) }
}
