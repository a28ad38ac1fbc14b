/// The state of all servers at any step of a recording, in time that does not grow with its length.
public struct StateIndex: Sendable {
    private static let interval = 64

    private let steps: [Step]
    private let first: Int
    /// `frames[k]` is the sum of the first `k * interval` steps.
    private var frames: [StateFold]

    public init(_ recording: Recording) {
        steps = recording.steps
        first = recording.steps.first?.n ?? 1
        var fold = StateFold(header: recording.header)
        frames = [fold]
        for (index, step) in steps.enumerated() {
            fold.apply(step)
            if (index + 1) % Self.interval == 0 { frames.append(fold) }
        }
    }

    /// The state after step `n`, or before the first step if there is none so early.
    public func states(after n: Int) -> ClusterState {
        let count = min(max(n - first + 1, 0), steps.count)
        var fold = frames[count / Self.interval]
        for step in steps[(count / Self.interval * Self.interval)..<count] { fold.apply(step) }
        return fold.states
    }
}
