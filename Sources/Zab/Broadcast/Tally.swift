/// One outstanding proposal of a leader, and who has it on disk.
public struct Tally: Hashable, Sendable {
    public let zxid: Zxid
    public internal(set) var acks: ServerSet = []
    /// When it was proposed: a learner that stays silent on it for too long is dropped.
    let since: Time

    init(zxid: Zxid, since: Time) {
        self.zxid = zxid
        self.since = since
    }
}
