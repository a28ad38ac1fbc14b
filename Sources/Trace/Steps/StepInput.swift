public import Zab

/// What happened: the one thing that a step answers.
///
/// In JSON each case is an object with its name as the only key: `{"durable":{"log":"1:1"}}`.
public enum StepInput: Hashable, Sendable, Codable {
    // At a server
    /// The server starts, with what its disk held.
    case start(accepted: Epoch, current: Epoch, last: Zxid, snapshot: Zxid)
    case receive(message: MessageRecord)
    case connected(to: Lane)
    /// `to` is the other end; why: broken, refused, closed, partitioned, crashed …
    case disconnected(to: Lane, why: String)
    case timer(name: String)
    case durable(log: Zxid)
    case durableEpochs(accepted: Epoch, current: Epoch)
    case durableSnapshot(at: Zxid)
    case snapshotSent(to: Lane)
    /// The process ends. A power failure also loses what was not durable (`lost`: the zxids that were).
    case crash(power: Bool, lost: [Zxid])

    // At a client
    /// A user of the client asks for something; `body` is the request in Jute.
    case call(id: CallID, text: String, opcode: Int32, body: Bytes)

    // Between them
    /// A message that never arrived.
    case lost(message: MessageRecord, why: LossReason)
    /// A command of the scenario that is not one of the above: `partition s1 | s2 s3`.
    case command(text: String)
}

/// How a message was lost.
public enum LossReason: String, Hashable, Sendable, Codable, CaseIterable {
    /// The connection broke with the message on its way.
    case connectionBroken
    /// The receiver was down, or died before it read it.
    case receiverDown
    /// A partition or a cut swallowed it.
    case partitioned
    /// The receiver had closed the connection already.
    case connectionClosed
    /// Election port: a newer message took its place before it was sent.
    case replaced
    /// A fault outside the network's promises: `drop next …`.
    case dropped

    public var explanation: String {
        switch self {
        case .connectionBroken: "the connection broke"
        case .receiverDown: "the receiver was down"
        case .partitioned: "the network was cut"
        case .connectionClosed: "the connection was closed"
        case .replaced: "replaced by a newer one"
        case .dropped: "dropped (assumption off)"
        }
    }
}
