/// The two epoch numbers that a server must never forget, kept in one atomic record.
public struct Epochs: Hashable, Sendable {
    /// The highest epoch promised to a leader (`acceptedEpoch`; the paper's f.p).
    public var accepted: Epoch
    /// The epoch of the last leader whose history this server took over (`currentEpoch`; the paper's f.a).
    public var current: Epoch

    public init(accepted: Epoch = 0, current: Epoch = 0) {
        self.accepted = accepted
        self.current = current
    }
}
