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
    /// Whom the client had shown to be when the request was sent.
    var identities: [Identity] = []
    var outcome: OutcomeRecord?
    /// The step at which the client learned the outcome, or that it never will.
    var ended: Int?
    var isUnknown = false

    var isWrite: Bool { Self.writes.contains(opcode) }

    private static let writes: Set<Int32> = [
        Opcode.create.rawValue, Opcode.create2.rawValue, Opcode.delete.rawValue,
        Opcode.createContainer.rawValue, Opcode.createTTL.rawValue, Opcode.setData.rawValue,
        Opcode.setACL.rawValue, Opcode.check.rawValue, Opcode.multi.rawValue,
        Opcode.reconfig.rawValue,
        Opcode.closeSession.rawValue,
    ]

    /// The watch that a successful answer leaves at the server.
    func watch(after outcome: OutcomeRecord) -> Watch? {
        // Most other reads end with the byte that asks for a watch.
        guard !isWrite, body.last == 1 || opcode == Opcode.addWatch.rawValue, let request
        else { return nil }
        let error = outcome.error.map { ErrorCode(name: $0) ?? .systemError }
        return request.watch(after: error.map { .failure($0) } ?? .success(.done))
    }

    /// What it asks for; nil when the trace does not say it in Jute.
    var request: Request? { try? Request(opcode: opcode, body: body) }

    /// The watches that a successful answer means are gone from the server.
    var unwatched: [WatchPlace] {
        guard opcode == Opcode.removeWatches.rawValue, case .removeWatches(let request) = request,
            let kind = WatchesRequest.Kind(rawValue: request.kind)
        else { return [] }
        let tables: [WatchPlace.Table] =
            switch kind {
            case .data: [.data]
            case .children: [.child]
            case .persistent: [.persistent]
            case .persistentRecursive: [.recursive]
            case .any: WatchPlace.Table.allCases
            }
        return tables.map { WatchPlace($0, request.path) }
    }
}
