import Logging
import NIOCore
import Replication
import Zab
import Znodes
import ZooKeeperWire

/// How a session is opened, or found again (`ZooKeeperServer.processConnectRequest`).
extension ClientChannel {
    func connect(_ message: ClientMessage) {
        guard case .connect(let request) = message else { return }
        driver.metrics.connectionRequests += 1
        handshake = request
        if request.session != 0 { driver.metrics.connectionsRevalidated += 1 }
        // Before anything else happens to the session: who knows its password?
        if request.session != 0,
            !driver.settings.passwords.isValid(request.password ?? [], for: request.session)
        {
            driver.log.info(
                "wrong session password",
                metadata: ["client": "\(name)", "session": .hexadecimal(request.session)])
            return reject()
        }
        stage = .opening
        driver.enter(self)
        // A new session is a request like others; one that is found again is none.
        if request.session == 0 { noteArrival() }
        driver.handle(
            .client(
                .connect(
                    ConnectRequest(
                        session: request.session,
                        // Java compares it signed: what is below zero is behind everyone.
                        lastZxid: Zxid(rawValue: UInt64(max(0, request.lastZxid))),
                        timeout: request.timeout, readOnly: request.readOnly ?? false,
                        identities: identities)),
                on: number))
    }

    /// The replica has opened the session, or knows it; session 0 says that there is none.
    func accept(session: Int64, timeout: Int32) {
        guard session != 0 else { return reject() }
        stage = .open
        statistics.open(session: session, timeout: timeout)
        if !arrivals.isEmpty {
            noteAnswer(to: .createSession, xid: 0, zxid: driver.replica.lastZxid)
        }
        answer(
            .connected(
                ConnectResponseRecord(
                    timeout: timeout, session: session,
                    password: driver.settings.passwords[session],
                    readOnly: handshake?.readOnly.map { _ in false })))
        handshake = nil
        driver.wakeAfterBatch(self)
    }

    private func reject() {
        answer(
            .connected(
                ConnectResponseRecord(
                    timeout: 0, session: 0, password: [UInt8](repeating: 0, count: 16),
                    readOnly: handshake?.readOnly.map { _ in false })))
        closeAfterAnswers()
    }
}
