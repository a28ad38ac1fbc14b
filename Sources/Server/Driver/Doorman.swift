import Zab

/// Counts the connections of each address and lets no more in than may be (`maxClientCnxns`, `maxCnxns`),
/// and knows who dawdles: floods and slow-loris cost memory only up to these limits.
struct Doorman {
    private let limits: ClientLimits
    private var byAddress: [String: Int] = [:]
    private(set) var connections: [Int64: ClientChannel] = [:]

    init(limits: ClientLimits) { self.limits = limits }

    /// Nil if the connection may stay, else why not.
    mutating func admit(_ client: ClientChannel) -> String? {
        let address = client.address
        if limits.connections > 0, connections.count >= limits.connections {
            return "too many connections: maxCnxns is \(limits.connections)"
        }
        if connections.count >= limits.descriptors {
            return "too many connections: no more files may be opened; raise ulimit -n"
        }
        let count = byAddress[address, default: 0]
        if limits.connectionsPerAddress > 0, count >= limits.connectionsPerAddress {
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

    /// Those that have no session after the time for that, keep a frame unfinished for too long, or do not
    /// read their last answers; in the order of their numbers.
    func dawdlers(at now: Time) -> [(client: ClientChannel, why: String)] {
        everyone.compactMap { client in
            if client.hasNoSession, now - client.statistics.since > limits.handshake {
                return (client, "it opened no session in time")
            }
            if let since = client.unfinishedSince, now - since > limits.frameTime {
                return (client, "it does not finish its request")
            }
            if let since = client.closingSince, now - since > limits.closing {
                return (client, "it does not read its last answers")
            }
            return nil
        }
    }

    /// In the order of their numbers.
    var everyone: [ClientChannel] { connections.values.sorted { $0.number < $1.number } }
}
