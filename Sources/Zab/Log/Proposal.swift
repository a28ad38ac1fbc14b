/// One transaction with its place in the order. What it does is opaque to Zab.
public struct Proposal: Hashable, Sendable {
    public let zxid: Zxid
    /// `TxnHeader` and transaction record in ZooKeeper's own encoding.
    public let payload: [UInt8]

    public init(zxid: Zxid, payload: [UInt8]) {
        self.zxid = zxid
        self.payload = payload
    }
}
