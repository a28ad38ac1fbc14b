import Logging
import NIOCore
import Replication
import Znodes
import ZooKeeperWire

/// What a client with a session asks for, and who it shows itself to be.
extension ClientChannel {
    func take(_ message: ClientMessage) {
        switch message {
        case .request(let xid, _) where !isAdmitted,
            .unreadable(let xid, _, _) where !isAdmitted:
            answer(.reply(xid: xid, zxid: 0, .failure(.sessionClosedRequireSaslAuth)))
            leaveReplica()
            closeAfterAnswers()
        case .request(let xid, let request):
            noteArrival()
            driver.handle(.client(.request(xid: xid, request), on: number))
        case .unreadable(let xid, .unimplemented, let reason):
            // Before requests that are still in work (`UnimplementedRequestProcessor`).
            driver.noteMalformed(self, "\(reason)")
            answer(.reply(xid: xid, zxid: -1, .failure(.unimplemented)))
            leaveReplica()
            closeAfterAnswers()
        case .unreadable(let xid, let code, let reason):
            driver.noteMalformed(self, "\(reason)")
            noteArrival()
            driver.handle(.client(.request(xid: xid, .unreadable(code)), on: number))
        case .auth(let xid, let packet):
            authenticate(packet, xid: xid)
        case .sasl(let xid, let token):
            authenticate(token: token, xid: xid)
        case .connect:
            refuse("a second ConnectRequest")
        }
    }

    /// A request is in work until it is answered, or its connection ends.
    func noteArrival() {
        arrivals.append(driver.now)
        driver.outstanding += 1
    }

    // MARK: - Identities

    /// Who the connection itself has shown its client to be, before the first message.
    func identify(_ proven: [Identity]) { identities += proven }

    /// Answered at once, before requests that are still in work (`ServerCnxn`).
    private func authenticate(_ packet: AuthPacket, xid: Int32) {
        guard let proven = driver.settings.authentication.identities(for: packet) else {
            return refuseAuthentication(
                xid: xid, scheme: packet.scheme ?? "none", reason: "no provider for the scheme")
        }
        guard add(proven) else { return refuseManyIdentities(xid: xid, packet.scheme ?? "none") }
        answer(.reply(xid: xid, zxid: 0, .success(.done)))
    }

    private func authenticate(token: [UInt8]?, xid: Int32) {
        guard let users = driver.settings.saslUsers else {
            return answer(.sasl(xid: xid, token: nil))
        }
        do throws(DigestMD5Server.Failure) {
            var sasl = sasl ?? DigestMD5Server(users: users, nonce: DigestMD5Server.freshNonce())
            let response = try sasl.respond(to: token ?? [])
            self.sasl = sasl
            if let identity = sasl.identity,
                !add(driver.settings.authentication.identities(of: identity))
            {
                return refuseManyIdentities(xid: xid, "sasl")
            }
            answer(.sasl(xid: xid, token: response))
        } catch {
            driver.metrics.authFailed += 1
            guard let code = driver.settings.admission.refusalOfSASL else {
                sasl = nil
                return answer(.sasl(xid: xid, token: nil))
            }
            refuseAuthentication(xid: xid, scheme: "sasl", reason: error.rawValue, code: code)
        }
    }

    private func refuseManyIdentities(xid: Int32, _ scheme: String) {
        driver.metrics.authFailed += 1
        refuseAuthentication(xid: xid, scheme: scheme, reason: "too many identities")
    }

    private func refuseAuthentication(
        xid: Int32, scheme: String, reason: String, code: ErrorCode = .authFailed
    ) {
        driver.log.info(
            "authentication failed",
            metadata: ["client": "\(name)", "scheme": "\(scheme)", "reason": "\(reason)"])
        answer(.reply(xid: xid, zxid: 0, .failure(code)))
        leaveReplica()
        closeAfterAnswers()
    }

    /// False when the connection has shown more identities than anyone needs: each of its requests would be
    /// held against all of them.
    private func add(_ proven: [Identity]) -> Bool {
        let new = proven.filter { !identities.contains($0) }
        guard identities.count + new.count <= driver.settings.limits.identities else {
            return false
        }
        if !new.isEmpty {
            identities.append(contentsOf: new)
            driver.handle(.client(.authenticate(new), on: number))
        }
        return true
    }
}
