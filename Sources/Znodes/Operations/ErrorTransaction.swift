import Jute

/// A refused request.
struct ErrorTransaction: Hashable, Sendable {
    var code: ErrorCode
}

extension ErrorTransaction: TransactionRecord {
    /// ErrorTxn: int err.
    init(from reader: inout JuteReader) throws(JuteError) {
        let number = try reader.int()
        guard let code = ErrorCode(rawValue: number) else {
            throw .malformed("\(number) is no error code")
        }
        self.code = code
    }

    func write(to writer: inout JuteWriter) { writer.int(code.rawValue) }

    func apply(
        to service: inout Service, at occasion: Occasion, changes: inout [TreeChange]
    ) -> Outcome {
        .failure(code)
    }
}
