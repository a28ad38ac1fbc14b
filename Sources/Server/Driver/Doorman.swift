import Zab

/// Counts the connections of each address and lets no more in than may be (`maxClientCnxns`, `maxCnxns`),
/// and knows who dawdles: floods and slow-loris cost memory only up to these limits.
struct Doorman {
    private let limits: ClientLimits
    private var byAddress: [String: Int] = [:]
    private(set) var connections: [Int64: ClientChannel] = [:]
    private(set) var refused = 0

    init(limits: ClientLimits) { self.limits = limits }

    /// Nil if the connection may stay, else why not.
    mutating func admit(_ client: ClientChannel) -> String? {
        let address = client.address
        if limits.connections > 0, connections.count >= limits.connections {
            refused += 1
            return "too many connections: maxCnxns is \(limits.connections)"
        }
        let count = byAddress[address, default: 0]
        if limits.connectionsPerAddress > 0, count >= limits.connectionsPerAddress {
            refused += 1
            return "too many connections from \(address): maxClientCnxns is "
                + "\(limits.connectionsPerAddress)"
        }
        byAddress[address] = count + 1
        connections[client.number] = client
        return nil
    }

    mutating func leave(_ client: ClientChannel) {
        guard connections.removeValue(forKey: client.number) != nil else { return }
        let left = byAddress[client.address, default: 1] - 1
        byAddress[client.address] = left > 0 ? left : nil
    }

    /// Those that have no session after the time for that, or keep a frame unfinished for too long; in the
    /// order of their numbers.
    func dawdlers(at now: Time) -> [ClientChannel] {
        connections.values.filter { client in
            client.hasNoSession && now - client.statistics.since > limits.handshake
                || client.unfinishedSince.map { now - $0 > limits.frameTime } ?? false
        }.sorted { $0.number < $1.number }
    }
}
