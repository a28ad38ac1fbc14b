import Zab

/// Lets a few lines of one kind through in ten seconds, so that a flood of clients makes no flood of lines.
struct LogLimit {
    private static let window = Time.seconds(10)
    private static let lines = 20

    private var begin = Time.zero
    private var count = 0
    private(set) var heldBack = 0

    /// Whether the line may be written; if so, how many were held back before it.
    mutating func admit(at now: Time) -> Int? {
        if now - begin > Self.window {
            begin = now
            count = 0
        }
        guard count < Self.lines else {
            heldBack += 1
            return nil
        }
        count += 1
        defer { heldBack = 0 }
        return heldBack
    }
}
