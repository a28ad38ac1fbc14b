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

    /// The longest answer, in bytes. Clients take packets of 1 MB or 4 MB unless told otherwise
    /// (`jute.maxbuffer`), while a request of 38 kB can ask for the data of one big node 2,000 times.
    public static let longestAnswer = 64 << 20

    /// No watch is set, even where an operation asks for one.
    ///
    /// An answer that grows longer than any client would take is MARSHALLINGERROR as a whole, as soon as that
    /// shows: part of it would be as long, and worth as little.
    func read(from service: Service, for caller: Caller) -> Outcome {
        for operation in operations where !Self.allowed.contains(operation.opcode) {
            return .failure(.marshallingError)
        }
        var results: [MultiResult] = []
        var length = MultiHeader.length
        for operation in operations {
            let result: MultiResult =
                switch service.read(operation, for: caller) {
                case .success(let response): .done(operation.opcode, response)
                case .failure(let code): .refused(code)
                }
            length += result.length
            if length > Self.longestAnswer { return .failure(.marshallingError) }
            results.append(result)
        }
        return .success(.multi(results))
    }
}

extension MultiReadRequest: CustomStringConvertible {
    public var description: String {
        "multiRead [\(operations.map(\.description).joined(separator: ", "))]"
    }
}
