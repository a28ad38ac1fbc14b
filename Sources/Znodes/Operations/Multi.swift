public import Jute

/// Several writes that happen together or not at all. They share one zxid, and each sees what those
/// before it did.
public struct MultiRequest: Hashable, Sendable {
    /// create, delete, setData and check; anything else is refused.
    public var operations: [Request]

    public init(_ operations: [Request]) { self.operations = operations }
}

extension MultiRequest: WriteRequest {
    /// For each operation MultiHeader(type, false, -1) and its record, then MultiHeader(-1, true, -1).
    public init(from reader: inout JuteReader) throws(JuteError) {
        operations = try MultiHeader.readOperations(from: &reader, allowed: Self.allowed)
    }

    public func write(to writer: inout JuteWriter) {
        MultiHeader.write(operations, to: &writer)
    }

    private static let allowed: Set<Opcode> = [
        .create, .create2, .createContainer, .createTTL, .delete, .setData, .check,
    ]

    func prepare(
        _ foreseen: inout Preparation, on service: Service, at occasion: Occasion,
        for caller: Caller
    ) throws(ErrorCode) -> Transaction.Body {
        try foreseen.checkSession(occasion.session, on: service)
        for operation in operations where !Self.allowed.contains(operation.opcode) {
            throw .marshallingError
        }
        var bodies: [Transaction.Body] = []
        var isMalformed = false
        foreseen.attempt { foreseen in
            var hasFailed = false
            for operation in operations {
                do throws(ErrorCode) {
                    if hasFailed { throw ErrorCode.runtimeInconsistency }
                    if operation.lacksTimeToLive {
                        isMalformed = true
                        return false
                    }
                    bodies.append(
                        try operation.prepareInMulti(
                            &foreseen, on: service, at: occasion, for: caller))
                } catch {
                    hasFailed = true
                    bodies.append(.error(error))
                }
            }
            return !hasFailed
        }
        // Java's server trips over such an operation when it comes to it, and the whole multi with it.
        if isMalformed { throw .marshallingError }
        return .multi(MultiTransaction(bodies: bodies))
    }
}

extension Request {
    fileprivate func prepareInMulti(
        _ foreseen: inout Preparation, on service: Service, at occasion: Occasion,
        for caller: Caller
    ) throws(ErrorCode) -> Transaction.Body {
        switch self {
        case .check(let check):
            return try check.prepareInMulti(&foreseen, on: service, at: occasion, for: caller)
        case .create(let create):
            return try create.inMulti.prepare(&foreseen, on: service, at: occasion, for: caller)
        default:
            guard isWrite else { throw .marshallingError }
            return try prepare(&foreseen, on: service, at: occasion, for: caller)
        }
    }

    /// Whether its flags ask for a time to live, but its opcode has no field for one.
    fileprivate var lacksTimeToLive: Bool {
        guard case .create(let create) = self else { return false }
        let wantsTime = CreateMode(rawValue: create.flags)?.hasTimeToLive ?? false
        if case .timeToLive = create.form { return false }
        return wantsTime
    }
}

extension CreateRequest {
    /// What it means as part of a multi: there the flags say what kind of node it makes, whatever the opcode
    /// (`Op.Create`).
    fileprivate var inMulti: CreateRequest {
        guard let mode = CreateMode(rawValue: flags) else { return self }
        var request = self
        switch (mode, form) {
        case (.persistentTTL, _), (.persistentSequentialTTL, _): break
        case (.container, _): request.form = .container
        case (_, .container), (_, .timeToLive): request.form = .create
        case (_, .create), (_, .create2): break
        }
        return request
    }
}

extension MultiRequest: CustomStringConvertible {
    public var description: String {
        "multi [\(operations.map(\.description).joined(separator: ", "))]"
    }
}

/// Either all done, or nothing: then one body is the error that prevented it.
public struct MultiTransaction: Hashable, Sendable {
    public var bodies: [Transaction.Body]

    public init(bodies: [Transaction.Body]) { self.bodies = bodies }

    /// Whether an operation was refused, so that none is done.
    public var isRefused: Bool {
        bodies.contains { if case .error = $0 { true } else { false } }
    }
}

extension MultiTransaction: TransactionRecord {
    /// MultiTxn: vector<Txn>, where Txn is int type; buffer data.
    public init(from reader: inout JuteReader) throws(JuteError) {
        bodies =
            try reader.vector { (reader) throws(JuteError) in
                let type = try reader.int()
                guard let opcode = Opcode(rawValue: type), opcode != .multi else {
                    throw JuteError.unknownType(type)
                }
                var inner = JuteReader(try reader.buffer() ?? [], limit: reader.limit)
                let body = try Transaction.Body(opcode: opcode, from: &inner)
                if !inner.isAtEnd { throw JuteError.trailingBytes(inner.remaining) }
                return body
            } ?? []
    }

    public func write(to writer: inout JuteWriter) {
        writer.vector(bodies) { writer, body in
            writer.int(body.opcode.rawValue)
            writer.buffer(body.record.encoded())
        }
    }

    func apply(
        to service: inout Service, at occasion: Occasion, changes: inout [TreeChange]
    ) -> Outcome {
        if isRefused { return .success(.multi(bodies.map(\.refusal))) }
        var results: [MultiResult] = []
        for body in bodies {
            switch body.apply(to: &service, at: occasion, changes: &changes) {
            case .success(let response): results.append(.done(body.resultType, response))
            case .failure(let code): results.append(.refused(code))
            }
        }
        return .success(.multi(results))
    }
}

extension Transaction.Body {
    /// The type that its result has in the answer to a multi.
    fileprivate var resultType: Opcode {
        switch opcode {
        case .createContainer, .createTTL: .create2
        case let opcode: opcode
        }
    }

    /// What a client is told about this part of a multi that failed; `ok` means "not my fault".
    fileprivate var refusal: MultiResult {
        if case .error(let code) = self { .refused(code) } else { .refused(.ok) }
    }
}
