#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Keeps a thread that has much to do from slowing down those that are waited for: between two pieces of its work it
/// rests as long as the piece took. The work takes twice as long, and each wait for its processor is short.
public struct Pace {
    private var begun = ContinuousClock.now
    /// A piece that was slow because the disk was slow needs no longer rest than this, in µs.
    private static let longestRest: Int64 = 5_000

    public init() {}

    /// A piece is done.
    public mutating func rest() {
        let (seconds, attoseconds) = (ContinuousClock.now - begun).components
        let spent = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        usleep(UInt32(min(max(spent, 0), Self.longestRest)))
        begun = .now
    }
}
