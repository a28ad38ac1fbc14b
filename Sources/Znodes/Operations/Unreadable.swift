import Jute

/// A request that the edge could not decode. It has its turn like any other, and is told why.
struct UnreadableRequest: ReadRequest {
    let code: ErrorCode

    init(code: ErrorCode) { self.code = code }

    init(from reader: inout JuteReader) throws(JuteError) {
        throw .malformed("what could not be read is not written")
    }

    func write(to writer: inout JuteWriter) {}

    func read(from service: Service, for caller: Caller) -> Outcome { .failure(code) }
}
