public import Jute

/// Demands a version of a node; a multi that holds it fails otherwise.
public struct CheckRequest: Hashable, Sendable {
    public var path: ZnodePath
    /// The version that the node must have, or -1 when it need only be there.
    public var version: Int32

    public init(_ path: ZnodePath, version: Int32 = -1) {
        self.path = path
        self.version = version
    }
}

extension CheckRequest: WriteRequest {
    /// CheckVersionRequest: ustring path; int version.
    public init(from reader: inout JuteReader) throws(JuteError) {
        path = try reader.path()
        version = try reader.int()
    }

    public func write(to writer: inout JuteWriter) {
        writer.string(path.text)
        writer.int(version)
    }

    /// Alone it means nothing: Java 3.8.5 and later call the opcode unknown then.
    func prepare(
        _ foreseen: inout Preparation, on service: Service, at occasion: Occasion,
        for caller: Caller
    ) throws(ErrorCode) -> Transaction.Body {
        throw .unimplemented
    }

    func prepareInMulti(
        _ foreseen: inout Preparation, on service: Service, at occasion: Occasion,
        for caller: Caller
    ) throws(ErrorCode) -> Transaction.Body {
        try foreseen.checkSession(occasion.session, on: service)
        if let code = path.validate() { throw code }
        let node = try foreseen.existingNode(path, on: service)
        try caller.check(.read, on: node.acl)
        let next = try ForeseenNode.version(after: node.stat.version, expecting: version)
        return .check(CheckTransaction(path: path, version: next))
    }
}

extension CheckRequest: CustomStringConvertible {
    public var description: String {
        version == -1 ? "check \(path)" : "check -v \(version) \(path)"
    }
}

/// A check that held when the leader made it: nothing is left to do.
public struct CheckTransaction: Hashable, Sendable {
    public var path: ZnodePath
    /// One more than the version that was found.
    public var version: Int32

    public init(path: ZnodePath, version: Int32) {
        self.path = path
        self.version = version
    }
}

extension CheckTransaction: TransactionRecord {
    /// CheckVersionTxn: ustring path; int version.
    public init(from reader: inout JuteReader) throws(JuteError) {
        path = try reader.path()
        version = try reader.int()
    }

    public func write(to writer: inout JuteWriter) {
        writer.string(path.text)
        writer.int(version)
    }

    func apply(
        to service: inout Service, at occasion: Occasion, changes: inout [TreeChange]
    ) -> Outcome {
        .success(.done)
    }
}
