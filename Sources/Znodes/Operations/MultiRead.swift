public import Jute

/// Several reads at once. Each is answered for itself: one that is refused takes none with it.
public struct MultiReadRequest: Hashable, Sendable {
    /// getData and getChildren; anything else is refused.
    public var operations: [Request]

    public init(_ operations: [Request]) { self.operations = operations }
}

extension MultiReadRequest: ReadRequest {
    /// The framing of a multi.
    public init(from reader: inout JuteReader) throws(JuteError) {
        operations = try MultiHeader.readOperations(from: &reader, allowed: Self.allowed)
    }

    public func write(to writer: inout JuteWriter) {
        MultiHeader.write(operations, to: &writer)
    }

    private static let allowed: Set<Opcode> = [.getData, .getChildren]

    /// No watch is set, even where an operation asks for one.
    func read(from service: Service, for caller: Caller) -> Outcome {
        for operation in operations where !Self.allowed.contains(operation.opcode) {
            return .failure(.marshallingError)
        }
        let results = operations.map { operation -> MultiResult in
            switch service.read(operation, for: caller) {
            case .success(let response): .done(operation.opcode, response)
            case .failure(let code): .refused(code)
            }
        }
        return .success(.multi(results))
    }
}

extension MultiReadRequest: CustomStringConvertible {
    public var description: String {
        "multiRead [\(operations.map(\.description).joined(separator: ", "))]"
    }
}
