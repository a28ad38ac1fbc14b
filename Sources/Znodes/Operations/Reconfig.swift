public import Jute

/// Asks for other members of the ensemble. It is refused: with RECONFIGDISABLED where reconfiguration is
/// switched off (`reconfigEnabled=false`, the default), else with UNIMPLEMENTED, as by Java's server that
/// stands alone (`PrepRequestProcessor`).
public struct ReconfigRequest: Hashable, Sendable {
    public var joiningServers: String?
    public var leavingServers: String?
    public var newMembers: String?
    /// The version that the configuration must have, or -1 for any.
    public var version: Int64

    public init(
        joining: String? = nil, leaving: String? = nil, newMembers: String? = nil,
        version: Int64 = -1
    ) {
        joiningServers = joining
        leavingServers = leaving
        self.newMembers = newMembers
        self.version = version
    }
}

extension ReconfigRequest: WriteRequest {
    /// ReconfigRequest: ustring joiningServers; ustring leavingServers; ustring newMembers;
    /// long curConfigId.
    public init(from reader: inout JuteReader) throws(JuteError) {
        joiningServers = try reader.string()
        leavingServers = try reader.string()
        newMembers = try reader.string()
        version = try reader.long()
    }

    public func write(to writer: inout JuteWriter) {
        writer.string(joiningServers)
        writer.string(leavingServers)
        writer.string(newMembers)
        writer.long(version)
    }

    func prepare(
        _ foreseen: inout Preparation, on service: Service, at occasion: Occasion,
        for caller: Caller
    ) throws(ErrorCode) -> Transaction.Body {
        throw foreseen.settings.reconfigEnabled ? .unimplemented : .reconfigDisabled
    }
}

extension ReconfigRequest: CustomStringConvertible {
    public var description: String { "reconfig" }
}
