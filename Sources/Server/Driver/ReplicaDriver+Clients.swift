import Logging
import NIOCore
import NIOPosix
import Replication
import Zab
import ZooKeeperWire

/// Who is connected, and what is said about it.
extension ReplicaDriver {
    func nextNumber() -> Connection {
        lastNumber += 1
        return lastNumber
    }

    /// Whether a new connection may stay.
    func admit(_ client: ClientChannel) -> Bool {
        guard let refusal = doorman.admit(client) else { return true }
        metrics.connectionsRejected += 1
        tell(.warning, refusal, of: client)
        return false
    }

    /// The replica is told of this connection next.
    func enter(_ client: ClientChannel) { clients[client.number] = client }

    /// The replica hears nothing more of the connection.
    func leave(_ client: ClientChannel) { _ = remove(client.number) }

    /// The same; the client, if it was known.
    func remove(_ connection: Connection) -> ClientChannel? {
        latestClient = nil
        return clients.removeValue(forKey: connection)
    }

    /// Whom a connection belongs to; nil when the replica is to hear nothing more of it. Answers come in rows.
    func client(on connection: Connection) -> ClientChannel? {
        if let latestClient, latestClient.number == connection { return latestClient }
        latestClient = clients[connection]
        return latestClient
    }

    /// The connection is closed.
    func gone(_ client: ClientChannel) {
        leave(client)
        doorman.leave(client)
    }

    func noteMalformed(_ client: ClientChannel, _ reason: String) {
        log.debug(
            "malformed request", metadata: ["client": "\(client.name)", "reason": "\(reason)"])
    }

    func refuseMalformed(_ client: ClientChannel, _ reason: String) {
        tell(.info, "closes a connection: \(reason)", of: client)
    }

    /// A line about a client that anyone could cause.
    private func tell(_ level: Logger.Level, _ text: String, of client: ClientChannel) {
        guard let heldBack = linesOfClients[level, default: LogLimit()].admit(at: now) else {
            return
        }
        let more = heldBack > 0 ? " (and \(heldBack) more lines of this kind before)" : ""
        log.log(level: level, "\(text)\(more)", metadata: ["client": "\(client.name)"])
    }

    /// A command for people, in place of a session.
    func answer(_ word: FourLetterWord, mask: Int64, on client: ClientChannel) {
        if configuration.fourLetterWords.contains(word), let action = word.action(mask: mask) {
            carryOut(action)
        }
        let details = configuration.fourLetterWords.contains(word) ? word.needs : []
        let status = gather(details)
        if details.isEmpty {
            return client.finish(with: FourLetterAnswer.text(word, status, configuration))
        }
        // What is long, or asks the operating system, must keep nobody waiting.
        let number = client.number
        NIOThreadPool.singleton.runIfActive(eventLoop: loop) { [self] in
            var status = status
            measure(&status, details)
            return FourLetterAnswer.text(word, status, configuration)
        }.whenSuccess { [self] text in doorman.connections[number]?.finish(with: text) }
    }
}

extension Logger.MetadataValue {
    /// A session id as ZooKeeper's logs show it.
    static func hexadecimal(_ id: Int64) -> Self {
        "0x\(String(UInt64(bitPattern: id), radix: 16))"
    }
}
