/// One `server.N` line: who this member is to the others and to clients (`QuorumPeer.QuorumServer`).
///
/// `host:quorumPort:electionPort[:participant|observer][;[clientHost:]clientPort]`
public struct Member: Hashable, Sendable {
    public enum Role: String, Hashable, Sendable, CaseIterable { case participant, observer }

    public var id: Int64
    public var host: String
    public var quorumPort: Int
    public var electionPort: Int
    public var role = Role.participant
    /// Where it serves clients, if the line says so; without a host it is all addresses.
    public var clientHost: String?
    public var clientPort: Int?

    /// Throws what is wrong with the line, as a sentence.
    init(id: Int64, _ text: String) throws(Malformed) {
        let halves = text.split(separator: ";", omittingEmptySubsequences: false)
        guard halves.count <= 2 else { throw Malformed("has more than one \";\"") }
        guard !halves[0].contains("|") else {
            throw Malformed("has several addresses, which are not supported; give one")
        }
        var parts = try Self.parts(of: halves[0])
        guard parts.count == 3 || parts.count == 4 else {
            throw Malformed("is not host:quorumPort:electionPort[:role][;clientPort]")
        }
        self.id = id
        host = parts[0]
        quorumPort = try Self.port(parts[1], "quorum port")
        electionPort = try Self.port(parts[2], "election port")
        guard quorumPort != electionPort else {
            throw Malformed("has the same quorum and election port")
        }
        if parts.count == 4 {
            guard let role = Role(rawValue: parts[3].lowercased()) else {
                throw Malformed("has the role \"\(parts[3])\"; it is participant or observer")
            }
            self.role = role
        }
        guard halves.count == 2 else { return }
        parts = try Self.parts(of: halves[1])
        guard parts.count == 1 || parts.count == 2, let last = parts.last else {
            throw Malformed("has a client address that is not [host:]port")
        }
        clientPort = try Self.port(last, "client port")
        if parts.count == 2 { clientHost = parts[0] }
    }

    struct Malformed: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    /// Splits at colons, but not inside the brackets of an IPv6 address, which are dropped.
    private static func parts(of text: Substring) throws(Malformed) -> [String] {
        guard text.first == "[" else {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard !parts.contains(where: \.isEmpty) else {
                throw Malformed("has an empty part between colons")
            }
            return parts.map(String.init)
        }
        guard let end = text.firstIndex(of: "]") else { throw Malformed("has no \"]\"") }
        let host = String(text[text.index(after: text.startIndex)..<end])
        let rest = text[text.index(after: end)...]
        guard !host.isEmpty, rest.first == ":" else {
            throw Malformed("has no port behind the address in brackets")
        }
        return [host]
            + rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
            .map(String.init)
    }

    private static func port(_ text: String, _ name: String) throws(Malformed) -> Int {
        guard let port = Int(text), 1...65_535 ~= port else {
            throw Malformed("has the \(name) \"\(text)\"; it is a number from 1 to 65535")
        }
        return port
    }
}

/// The line's value in ZooKeeper's canonical form, as elections and `/zookeeper/config` carry it.
extension Member: CustomStringConvertible {
    public var description: String {
        let client = clientPort.map { ";\(Self.bracketed(clientHost ?? "0.0.0.0")):\($0)" } ?? ""
        return "\(Self.bracketed(host)):\(quorumPort):\(electionPort):\(role.rawValue)\(client)"
    }

    private static func bracketed(_ host: String) -> String {
        host.contains(":") ? "[\(host)]" : host
    }
}
