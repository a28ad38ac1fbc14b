import Trace
import Zab
import Znodes

/// One call of a client, from its invocation to what came of it.
struct CallPast: Hashable, Sendable {
    let id: CallID
    let client: Lane
    let step: Int
    let time: Int64
    let opcode: Int32
    let body: [UInt8]
    /// The highest zxid of any write that had been answered, to anyone, when this was called.
    let after: Zxid
    var outcome: OutcomeRecord?
    /// The step at which the client learned the outcome, or that it never will.
    var ended: Int?
    var isUnknown = false

    var isWrite: Bool { Self.writes.contains(opcode) }

    private static let writes: Set<Int32> = [
        Opcode.create.rawValue, Opcode.create2.rawValue, Opcode.delete.rawValue,
        Opcode.setData.rawValue, Opcode.check.rawValue, Opcode.multi.rawValue,
        Opcode.closeSession.rawValue,
    ]

    /// The watch that a successful answer leaves at the server.
    func watch(after outcome: OutcomeRecord) -> Watch? {
        // Only reads end with the byte that asks for a watch.
        guard !isWrite, body.last == 1,
            let request = try? Request(opcode: opcode, body: body)
        else { return nil }
        let error = outcome.error.map { ErrorCode(name: $0) ?? .systemError }
        return request.watch(after: error.map { .failure($0) } ?? .success(.done))
    }
}
