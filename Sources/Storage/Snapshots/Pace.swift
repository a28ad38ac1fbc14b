import Dispatch

/// Keeps work that has time from slowing down work that is waited for: between two pieces of it, its thread rests as
/// long as the piece took, or until it is stopped. The work takes twice as long, and nobody waits long for its processor.
struct Pace {
    private let stop: DispatchSemaphore
    private var begun = ContinuousClock.now
    /// A piece that was slow because the disk was slow needs no longer rest than this, in ns.
    private static let longestRest: Int64 = 5_000_000

    /// - Parameter stop: is signalled when there is no time any more.
    init(until stop: DispatchSemaphore) { self.stop = stop }

    /// A piece is done.
    mutating func rest() {
        let spent = (ContinuousClock.now - begun).nanoseconds
        _ = stop.wait(timeout: .now() + .nanoseconds(Int(min(spent, Self.longestRest))))
        begun = .now
    }
}
