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
        operations = []
        while true {
            let header = try reader.record(MultiHeader.self)
            if header.isDone { return }
            guard let opcode = Opcode(rawValue: header.type), Self.allowed.contains(opcode) else {
                throw .malformed("a multi cannot hold an operation of type \(header.type)")
            }
            operations.append(try Request(opcode: opcode, from: &reader))
        }
    }

    public func write(to writer: inout JuteWriter) {
        for operation in operations {
            writer.record(MultiHeader(type: operation.opcode.rawValue, isDone: false, code: -1))
            operation.write?.write(to: &writer)
        }
        writer.record(MultiHeader.end)
    }

    private static let allowed: [Opcode] = [.create, .create2, .delete, .setData, .check]

    func prepare(
        _ foreseen: inout Preparation, on service: Service, at occasion: Occasion
    ) throws(ErrorCode) -> Transaction.Body {
        try foreseen.checkSession(occasion.session, on: service)
        for operation in operations where !Self.allowed.contains(operation.opcode) {
            throw .marshallingError
        }
        let before = foreseen
        var bodies: [Transaction.Body] = []
        var hasFailed = false
        for operation in operations {
            do throws(ErrorCode) {
                if hasFailed { throw ErrorCode.runtimeInconsistency }
                bodies.append(try operation.prepareInMulti(&foreseen, on: service, at: occasion))
            } catch {
                hasFailed = true
                foreseen = before
                bodies.append(.error(error))
            }
        }
        return .multi(MultiTransaction(bodies: bodies))
    }
}

extension Request {
    fileprivate func prepareInMulti(
        _ foreseen: inout Preparation, on service: Service, at occasion: Occasion
    ) throws(ErrorCode) -> Transaction.Body {
        if case .check(let check) = self {
            return try check.prepareInMulti(foreseen, on: service, at: occasion)
        }
        guard let write else { throw .marshallingError }
        return try write.prepare(&foreseen, on: service, at: occasion)
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
                var inner = JuteReader(try reader.buffer() ?? [])
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
            switch body.record.apply(to: &service, at: occasion, changes: &changes) {
            case .success(let response): results.append(.done(body.opcode, response))
            case .failure(let code): results.append(.refused(code))
            }
        }
        return .success(.multi(results))
    }
}

extension Transaction.Body {
    /// What a client is told about this part of a multi that failed; `ok` means "not my fault".
    fileprivate var refusal: MultiResult {
        if case .error(let code) = self { .refused(code) } else { .refused(.ok) }
    }
}

/// What became of one operation of a multi.
public enum MultiResult: Hashable, Sendable, CustomStringConvertible {
    case done(Opcode, Response)
    /// `ok` for the operations before the one that failed, RUNTIMEINCONSISTENCY for those after it.
    case refused(ErrorCode)

    public var description: String {
        switch self {
        case .done(_, let response): response.description
        case .refused(let code): code.name
        }
    }

    static func write(_ results: [MultiResult], to writer: inout JuteWriter) {
        for result in results {
            switch result {
            case .done(let opcode, let response):
                writer.record(MultiHeader(type: opcode.rawValue, isDone: false, code: 0))
                response.write(to: &writer)
            case .refused(let code):
                let type = Opcode.error.rawValue
                writer.record(MultiHeader(type: type, isDone: false, code: code.rawValue))
                writer.int(code.rawValue)
            }
        }
        writer.record(MultiHeader.end)
    }

    static func read(from reader: inout JuteReader) throws(JuteError) -> [MultiResult] {
        var results: [MultiResult] = []
        while true {
            let header = try reader.record(MultiHeader.self)
            if header.isDone { return results }
            guard let opcode = Opcode(rawValue: header.type), opcode != .multi else {
                throw .unknownType(header.type)
            }
            if opcode == .error {
                results.append(.refused(try ErrorTransaction(from: &reader).code))
            } else {
                results.append(.done(opcode, try Response(to: opcode, from: &reader)))
            }
        }
    }
}

extension Response {
    /// What prevented a multi, as clients work it out: the first code in its results that is not 0.
    public var multiError: ErrorCode? {
        guard case .multi(let results) = self else { return nil }
        for case .refused(let code) in results where code != .ok { return code }
        return nil
    }
}

/// Stands before each part of a multi (MultiHeader: int type; boolean done; int err).
private struct MultiHeader: JuteRecord {
    let type: Int32
    let isDone: Bool
    let code: Int32

    static let end = MultiHeader(type: -1, isDone: true, code: -1)

    init(type: Int32, isDone: Bool, code: Int32) {
        self.type = type
        self.isDone = isDone
        self.code = code
    }

    init(from reader: inout JuteReader) throws(JuteError) {
        type = try reader.int()
        isDone = try reader.bool()
        code = try reader.int()
    }

    func write(to writer: inout JuteWriter) {
        writer.int(type)
        writer.bool(isDone)
        writer.int(code)
    }
}
