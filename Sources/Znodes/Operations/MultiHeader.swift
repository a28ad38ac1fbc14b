import Jute

/// Stands before each part of a multi (MultiHeader: int type; boolean done; int err).
struct MultiHeader: JuteRecord {
    let type: Int32
    let isDone: Bool
    let code: Int32

    /// Bytes.
    static let length = 9
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

    /// The operations up to the end marker; each must be of an allowed kind, and each begins with its path.
    static func readOperations(
        from reader: inout JuteReader, allowed: Set<Opcode>
    ) throws(JuteError) -> [Request] {
        var operations: [Request] = []
        while true {
            let header = try reader.record(MultiHeader.self)
            if header.isDone { return operations }
            guard let opcode = Opcode(rawValue: header.type), allowed.contains(opcode) else {
                throw .malformed("a multi cannot hold an operation of type \(header.type)")
            }
            if reader.isAtNull { throw .malformed("the path of an operation is null") }
            operations.append(try Request(opcode: opcode, from: &reader))
        }
    }

    static func write(_ operations: [Request], to writer: inout JuteWriter) {
        for operation in operations {
            writer.record(MultiHeader(type: operation.opcode.rawValue, isDone: false, code: -1))
            operation.record?.write(to: &writer)
        }
        writer.record(MultiHeader.end)
    }

    func write(to writer: inout JuteWriter) {
        writer.int(type)
        writer.bool(isDone)
        writer.int(code)
    }
}
