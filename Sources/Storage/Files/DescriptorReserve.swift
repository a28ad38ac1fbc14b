import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// File descriptors that are had ahead of need, so that a server whose clients have taken all others can
/// still save its state.
///
/// Those of directories stay open: to synchronize one never needs another. Two more are spare, one for a
/// log file and one for a snapshot; what finds none left gives one of them up and tries again, and
/// whatever is closed fills them up.
final class DescriptorReserve: Sendable {
    private struct State {
        var directories: [String: Int32] = [:]
        var spare: [Int32] = []
    }

    private let state = Mutex(State())
    private static let size = 2

    deinit {
        state.withLock { state in
            for descriptor in state.spare + state.directories.values { close(descriptor) }
        }
    }

    /// What `call` returns; it is nil when it fails, with the reason in `errno`.
    func withDescriptor<Result>(_ call: () -> Result?) -> Result? {
        while true {
            if let result = call() { return result }
            let code = errno
            guard code == EMFILE || code == ENFILE, giveUpOne() else {
                errno = code
                return nil
            }
        }
    }

    /// An open descriptor of the directory, which stays the reserve's.
    func directory(_ path: String) throws(FileError) -> Int32 {
        if let descriptor = state.withLock({ $0.directories[path] }) { return descriptor }
        let descriptor = try open(path, O_RDONLY | O_CLOEXEC)
        // Another thread may have been as fast.
        let kept = state.withLock { state in
            let kept = state.directories[path] ?? descriptor
            state.directories[path] = kept
            return kept
        }
        if kept != descriptor { close(descriptor) }
        return kept
    }

    /// A new descriptor of the file, which becomes the caller's.
    func open(_ path: String, _ flags: Int32) throws(FileError) -> Int32 {
        let descriptor = withDescriptor { Self.open(path, flags) }
        guard let descriptor else { throw FileError("open", path, code: errno) }
        fill()
        return descriptor
    }

    /// As far as there are descriptors. To be called when one has been closed.
    func fill() {
        state.withLock { state in
            while state.spare.count < Self.size,
                let descriptor = Self.open("/dev/null", O_RDONLY | O_CLOEXEC)
            {
                state.spare.append(descriptor)
            }
        }
    }

    private func giveUpOne() -> Bool {
        guard let spare = state.withLock({ $0.spare.popLast() }) else { return false }
        close(spare)
        return true
    }

    private static func open(_ path: String, _ flags: Int32) -> Int32? {
        #if canImport(Darwin)
            let descriptor = Darwin.open(path, flags, 0o644)
        #elseif canImport(Musl)
            let descriptor = Musl.open(path, flags, 0o644)
        #else
            let descriptor = Glibc.open(path, flags, 0o644)
        #endif
        return descriptor < 0 ? nil : descriptor
    }
}
