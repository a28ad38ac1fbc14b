public import Jute

/// Opens a session. A server asks for it when a client connects without one; the id is the server's
/// choice and stands in the transaction's header.
public struct CreateSessionRequest: Hashable, Sendable {
    /// Milliseconds, as negotiated.
    public var timeout: Int32

    public init(timeout: Int32) { self.timeout = timeout }
}

extension CreateSessionRequest: WriteRequest {
    /// int timeOut.
    public init(from reader: inout JuteReader) throws(JuteError) { timeout = try reader.int() }

    public func write(to writer: inout JuteWriter) { writer.int(timeout) }

    /// The session counts as open from here on, so that its first requests need not wait.
    func prepare(
        _ foreseen: inout Preparation, on service: Service, at occasion: Occasion,
        for caller: Caller
    ) throws(ErrorCode) -> Transaction.Body {
        foreseen.foreseeOpening(occasion.session, zxid: occasion.zxid)
        return .createSession(CreateSessionTransaction(timeout: timeout))
    }
}

extension CreateSessionRequest: CustomStringConvertible {
    public var description: String { "createSession \(timeout) ms" }
}

/// A session is open.
public struct CreateSessionTransaction: Hashable, Sendable {
    /// Milliseconds.
    public var timeout: Int32

    public init(timeout: Int32) { self.timeout = timeout }
}

extension CreateSessionTransaction: TransactionRecord {
    /// CreateSessionTxn: int timeOut.
    public init(from reader: inout JuteReader) throws(JuteError) { timeout = try reader.int() }

    public func write(to writer: inout JuteWriter) { writer.int(timeout) }

    func apply(
        to service: inout Service, at occasion: Occasion, changes: inout [TreeChange]
    ) -> Outcome {
        if service.sessions[occasion.session] == nil {
            changes.append(.sessionOpened(occasion.session))
        }
        service.sessions[occasion.session] = timeout
        return .success(.session(timeout: timeout))
    }
}
