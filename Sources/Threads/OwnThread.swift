#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A thread of the operating system, for what waits for the disk. It runs until its closure returns.
public struct OwnThread: Sendable {
    private let id: UInt

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    public init(_ run: @escaping @Sendable () -> Void) {
        let body = Unmanaged.passRetained(Body(run)).toOpaque()
        #if canImport(Darwin)
            var thread: pthread_t?
            let result = pthread_create(&thread, nil, { Self.enter($0) }, body)
            id = UInt(bitPattern: thread)
        #else
            var thread = pthread_t()
            let result = pthread_create(&thread, nil, { Self.enter($0) }, body)
            id = UInt(thread)
        #endif
        precondition(result == 0, "a thread can be had")
    }

    private static func enter(_ body: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let body { Unmanaged<Body>.fromOpaque(body).takeRetainedValue().run() }
        return nil
    }

    /// Waits until it has ended.
    public func join() {
        #if canImport(Darwin)
            if let thread = pthread_t(bitPattern: id) { pthread_join(thread, nil) }
        #else
            pthread_join(pthread_t(id), nil)
        #endif
    }
}
