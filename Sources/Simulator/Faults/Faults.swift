import Trace
import Zab

/// What is wrong with the network now.
struct Faults: Hashable, Sendable {
    private let servers: Int
    /// From each server to each: nothing arrives.
    private var cuts: [Bool]
    private var holds: [ResolvedFilter] = []
    private var delays: [Delay] = []
    private var drops: [ResolvedFilter] = []
    private var duplicates: [ResolvedFilter] = []
    /// Which clients reach which servers not, a row each client.
    private var clientCuts: Set<ClientCut> = []

    struct Delay: Hashable, Sendable {
        var filter: ResolvedFilter
        var time: Time
    }

    struct ClientCut: Hashable, Sendable {
        var client: Int
        var server: Int
    }

    init(servers: Int) {
        self.servers = servers
        cuts = Array(repeating: false, count: servers * servers)
    }

    // MARK: - Asking

    @inline(__always)
    func isCut(_ from: Int, _ to: Int) -> Bool { cuts[from * servers + to] }

    func isClientCut(_ client: Int, from server: Int) -> Bool {
        !clientCuts.isEmpty && clientCuts.contains(ClientCut(client: client, server: server))
    }

    /// No single messages are looked for.
    var isQuiet: Bool {
        holds.isEmpty && delays.isEmpty && drops.isEmpty && duplicates.isEmpty
    }

    func holds(_ kind: MessageKind?, from: Int, to: Int) -> Bool {
        guard !holds.isEmpty, let kind else { return false }
        return holds.contains { $0.matches(kind, from: from, to: to) }
    }

    func delay(_ kind: MessageKind?, from: Int, to: Int) -> Time {
        guard !delays.isEmpty, let kind else { return .zero }
        return delays.reduce(.zero) {
            $1.filter.matches(kind, from: from, to: to) ? $0 + $1.time : $0
        }
    }

    /// Whether this message is the one to be dropped; then the next is not.
    mutating func drops(_ kind: MessageKind?, from: Int, to: Int) -> Bool {
        Self.take(&drops, kind, from: from, to: to)
    }

    mutating func duplicates(_ kind: MessageKind?, from: Int, to: Int) -> Bool {
        Self.take(&duplicates, kind, from: from, to: to)
    }

    private static func take(
        _ filters: inout [ResolvedFilter], _ kind: MessageKind?, from: Int, to: Int
    ) -> Bool {
        guard !filters.isEmpty, let kind,
            let index = filters.firstIndex(where: { $0.matches(kind, from: from, to: to) })
        else { return false }
        filters.remove(at: index)
        return true
    }

    // MARK: - Changing

    mutating func cut(_ from: Int, _ to: Int) {
        if from != to { cuts[from * servers + to] = true }
    }

    mutating func cutClient(_ client: Int, from server: Int) {
        clientCuts.insert(ClientCut(client: client, server: server))
    }

    mutating func hold(_ filter: ResolvedFilter) { holds.append(filter) }

    /// Ends the holds that were set with these words; all of them when nil.
    mutating func release(_ filter: MessageFilter?) {
        holds.removeAll { filter == nil || $0.filter == filter }
    }

    mutating func delay(_ filter: ResolvedFilter, by time: Time) {
        delays.append(Delay(filter: filter, time: time))
    }

    mutating func dropNext(_ filter: ResolvedFilter) { drops.append(filter) }
    mutating func duplicateNext(_ filter: ResolvedFilter) { duplicates.append(filter) }

    /// Cuts are mended. Holds stay until they are released, delays for good.
    mutating func heal() {
        for index in cuts.indices { cuts[index] = false }
        clientCuts.removeAll()
    }

    /// Nothing is wrong any more.
    mutating func end() { self = Faults(servers: servers) }
}
