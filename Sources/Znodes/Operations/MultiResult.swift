import Jute

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
