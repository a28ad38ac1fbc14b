import Znodes

/// Where the servers are, and below which node the client lives: `h1:2181,h2:2181/app`.
public struct ConnectString: Hashable, Sendable {
    public struct Host: Hashable, Sendable, CustomStringConvertible {
        /// A name or an address, IPv6 without brackets.
        public var name: String
        public var port: Int

        public init(_ name: String, port: Int = 2181) {
            self.name = name
            self.port = port
        }

        public var description: String {
            name.contains(":") ? "[\(name)]:\(port)" : "\(name):\(port)"
        }
    }

    public let hosts: [Host]
    /// The node that the client takes for the root, without a slash at its end; empty for the root.
    public let chroot: String

    /// Reads `host[:port],host[:port],…[/chroot]`; 2181 is the port unless said otherwise.
    ///
    /// Throws `ClientError.badConnectString`.
    public init(_ text: String) throws(ClientError) {
        let slash = text.firstIndex(of: "/") ?? text.endIndex
        let path = String(text[slash...])
        chroot = path == "/" ? "" : path
        if !chroot.isEmpty, Self.isBadPath(chroot) {
            throw .badConnectString("\"\(chroot)\" is no path for a chroot")
        }
        var hosts: [Host] = []
        for part in text[..<slash].split(separator: ",", omittingEmptySubsequences: true) {
            hosts.append(try Self.host(part.trimmed))
        }
        if hosts.isEmpty { throw .badConnectString("\"\(text)\" names no server") }
        self.hosts = hosts
    }

    private static func host(_ text: Substring) throws(ClientError) -> Host {
        var name = text
        var port: Substring?
        if text.first == "[", let bracket = text.firstIndex(of: "]") {
            name = text[text.index(after: text.startIndex)..<bracket]
            let rest = text[text.index(after: bracket)...]
            if rest.first == ":" { port = rest.dropFirst() }
        } else if let colon = text.lastIndex(of: ":"), text.firstIndex(of: ":") == colon {
            name = text[..<colon]
            port = text[text.index(after: colon)...]
        }
        if name.isEmpty { throw .badConnectString("\"\(text)\" names no server") }
        guard let port else { return Host(String(name)) }
        guard let number = Int(port), (1...65_535).contains(number) else {
            throw .badConnectString("\"\(port)\" in \"\(text)\" is no port")
        }
        return Host(String(name), port: number)
    }

    private static func isBadPath(_ path: String) -> Bool { ZnodePath(path).validate() != nil }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
