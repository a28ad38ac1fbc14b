import NIOCore

/// Where a client comes from, as ZooKeeper shows it and as `ip` access control lists know it.
struct ClientAddress: Hashable, Sendable, CustomStringConvertible {
    /// `127.0.0.1`, `::1`. An IPv4 client of a port that listens on all of IPv6's addresses as well is known
    /// by its IPv4 address.
    let host: String
    let port: Int

    init?(_ address: SocketAddress) {
        guard let host = address.ipAddress else { return nil }
        self.init(host: host, port: address.port ?? 0)
    }

    init(host: String, port: Int) {
        let mapped = "::ffff:"
        let isMapped = host.lowercased().hasPrefix(mapped) && host.contains(".")
        self.host = isMapped ? String(host.dropFirst(mapped.count)) : host
        self.port = port
    }

    /// `127.0.0.1:41384`, `[::1]:41384`.
    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
