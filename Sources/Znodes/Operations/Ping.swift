import Jute

/// Keeps the session alive. It has no fields.
struct PingRequest: ReadRequest {
    init() {}
    init(from reader: inout JuteReader) throws(JuteError) {}
    func write(to writer: inout JuteWriter) {}

    func read(from service: Service, for caller: Caller) -> Outcome { .success(.done) }
}
