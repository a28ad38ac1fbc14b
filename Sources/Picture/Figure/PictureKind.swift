public import Trace

/// The kinds of pictures that can be made of a recording.
public enum PictureKind: String, Hashable, Sendable, CaseIterable {
    /// Who sent what to whom, downwards in time.
    case sequence
    /// Where every server stands in the protocol.
    case states
    /// Who votes for whom, and why.
    case votes
    /// What is in each server's log, on disk and committed.
    case logs

    /// - Parameter window: the steps to show; nil for the whole recording.
    public func figure(
        of recording: Recording, window: ClosedRange<Int>? = nil,
        options: SequenceOptions = SequenceOptions()
    ) -> Figure {
        switch self {
        case .sequence:
            SequencePicture(recording: recording, window: window, options: options).figure
        case .states: StatesPicture(recording: recording, window: window).figure
        case .votes: VotesPicture(recording: recording, window: window).figure
        case .logs: LogsPicture(recording: recording, window: window).figure
        }
    }
}
