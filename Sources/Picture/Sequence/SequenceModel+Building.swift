public import Trace
import Zab

extension SequenceModel {
    /// Reads a window of a recording; nil for the whole of it.
    public init(
        _ recording: Recording, window: ClosedRange<Int>? = nil,
        options: SequenceOptions = SequenceOptions()
    ) {
        var builder = SequenceBuilder(recording, window: window, options: options)
        self = builder.build()
        guard options.leavesOutIdleClients, options.lanes == nil else { return }
        let busy = lanes.indices.filter { lanes[$0].kind != .client || isBusy($0) }
        if busy.count == lanes.count { return }
        var fewer = options
        fewer.lanes = busy.map { lanes[$0] }
        self.init(recording, window: window, options: fewer)
    }

    /// Whether anything happens in the lane.
    private func isBusy(_ lane: Int) -> Bool {
        arrows.contains { $0.from == lane || $0.to == lane } || marks.contains { $0.lane == lane }
    }
}
