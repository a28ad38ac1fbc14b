/// What the admin port answers to a request; knows no sockets.
struct AdminService: Sendable {
    /// Which paths are served.
    enum Content: Hashable, Sendable {
        /// The commands, and the metrics beside them.
        case everything
        /// `/metrics` only, for the port that `metricsProvider.httpPort` names.
        case metrics
    }

    let content: Content
    let configuration: Configuration
    let source: any StatusSource

    static let longestTarget = 2_048

    /// Answers a request by its method and the target in its first line: path and query.
    func answer(method: String, target: String) async -> AdminResponse {
        guard method == "GET" || method == "HEAD" else { return .methodNotAllowed }
        guard target.utf8.count <= Self.longestTarget else { return .targetTooLong }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = parts.first.flatMap(Self.decoded) else { return .notFound }
        if path == "/metrics" {
            let status = await source.status(with: .process)
            return AdminResponse(PrometheusText.contentType, PrometheusText.text(status))
        }
        let root = configuration.admin.commandURL
        guard content == .everything, path == root || path.hasPrefix(root + "/") else {
            return .notFound
        }
        let name = String(path.dropFirst(root.count).drop { $0 == "/" })
        let query = parts.count == 2 ? Self.query(parts[1]) : [:]
        return name.isEmpty ? list(root) : await run(name, query: query)
    }

    /// `CommandServlet` lists links.
    private func list(_ root: String) -> AdminResponse {
        AdminResponse(
            "text/html; charset=utf-8",
            AdminCommand.all.map { "<a href=\"\(root)/\($0.name)\">\($0.name)</a>\n<br/>\n" }
                .joined())
    }

    private func run(_ name: String, query: [String: String]) async -> AdminResponse {
        guard let command = AdminCommand.named(name) else {
            return AdminResponse(json: AdminCommand.unknown(name))
        }
        if let action = command.action(query) { await source.perform(action) }
        let status = await source.status(with: command.needs)
        return AdminResponse(json: command.response(status, configuration, query: query))
    }

    private static func query(_ text: Substring) -> [String: String] {
        var query: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let key = decoded(parts[0]) else { continue }
            query[key] = parts.count == 2 ? decoded(parts[1]) : ""
        }
        return query
    }

    /// Without `%xx`; nil where that is broken or no UTF-8.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit),
                let value = UInt8(digits, radix: 16)
            else { return nil }
            rest = rest.dropFirst(2)
            bytes.append(value)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

/// A response before it is HTTP.
struct AdminResponse: Hashable, Sendable {
    var status = 200
    var contentType: String
    var body: String

    init(_ contentType: String, _ body: String) {
        self.contentType = contentType
        self.body = body
    }

    init(json: JSON) { self.init("application/json", json.text) }

    init(refusal status: Int, _ reason: String) {
        self.init("text/plain; charset=utf-8", "\(status) \(reason)\n")
        self.status = status
    }

    static let notFound = Self(refusal: 404, "Not Found")
    static let methodNotAllowed = Self(refusal: 405, "Method Not Allowed: only GET and HEAD are")
    static let bodyTooLarge = Self(refusal: 413, "Content Too Large: no command takes a body")
    static let targetTooLong = Self(refusal: 414, "URI Too Long")
}
