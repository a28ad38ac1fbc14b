/// When and for whom a write happens: the same on every server, since the leader decided it.
struct Occasion: Hashable, Sendable {
    let session: Int64
    let cxid: Int32
    let zxid: Int64
    /// The leader's wall clock, in milliseconds since 1970.
    let time: Int64
}
