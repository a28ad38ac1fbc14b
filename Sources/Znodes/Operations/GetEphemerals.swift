public import Jute

/// Asks which ephemeral nodes the session owns.
public struct GetEphemeralsRequest: Hashable, Sendable {
    /// What the paths must begin with, as plain text; empty or "/" for all.
    public var prefix: String

    public init(prefix: String = "/") { self.prefix = prefix }
}

extension GetEphemeralsRequest: ReadRequest {
    /// GetEphemeralsRequest: ustring prefixPath.
    public init(from reader: inout JuteReader) throws(JuteError) {
        prefix = try reader.string() ?? ""
    }

    public func write(to writer: inout JuteWriter) { writer.string(prefix) }

    func read(from service: Service, for caller: Caller) -> Outcome {
        let paths = service.ephemerals(of: caller.session)
        if asksForAll { return .success(.ephemerals(paths)) }
        return .success(.ephemerals(paths.filter { $0.text.utf8.starts(with: prefix.utf8) }))
    }

    /// Java trims the prefix, but only to see whether it is one.
    private var asksForAll: Bool {
        let trimmed = prefix.utf8.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }
        return trimmed.isEmpty || trimmed.elementsEqual("/".utf8)
    }
}

extension GetEphemeralsRequest: CustomStringConvertible {
    public var description: String { "getEphemerals \(prefix)" }
}
