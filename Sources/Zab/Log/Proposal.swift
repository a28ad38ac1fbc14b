/// One transaction with its place in the order. What it does is opaque to Zab.
public struct Proposal: Hashable, Sendable {
    public let zxid: Zxid
    /// `TxnHeader` and transaction record in ZooKeeper's own encoding.
    public let payload: Payload

    public init(zxid: Zxid, payload: Payload) {
        self.zxid = zxid
        self.payload = payload
    }

    public init(zxid: Zxid, payload: [UInt8]) { self.init(zxid: zxid, payload: Payload(payload)) }
}
