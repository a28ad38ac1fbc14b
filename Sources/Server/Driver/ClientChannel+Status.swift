import NIOCore
import Zab
import Znodes

/// For those who watch.
extension ClientChannel {
    /// Where it comes from, without the port.
    var address: String { remote?.host ?? "" }

    /// `address:port`, for people.
    var name: String { remote.map { "\($0)" } ?? "client \(number)" }

    var hasNoSession: Bool { stage == .handshake || stage == .opening }

    func resetStatistics() { statistics.reset() }

    /// - Parameter wallClock: in ms since 1970, at the driver's `Time.zero`.
    func status(wallClock: Int64) -> ConnectionStatus {
        var status = ConnectionStatus(remote: name)
        status.isSecure = isSecure
        status.interest = stage == .telling || stage == .closing ? 0 : 1
        status.outstanding = arrivals.count
        status.received = Int64(statistics.received)
        status.sent = Int64(statistics.sent)
        status.expiry = statistics.expiry
        status.sessionID = statistics.session
        status.sessionTimeout = Int(statistics.timeout)
        status.established = wallClock + statistics.since.milliseconds
        if let opcode = statistics.lastOpcode {
            status.lastOperation = ConnectionStatus.operationName(opcode.rawValue)
        }
        status.lastCxid = Int64(statistics.lastXid)
        status.lastZxid = Int64(bitPattern: statistics.lastZxid.rawValue)
        status.lastResponse = statistics.lastAnswer.milliseconds
        status.lastLatency = statistics.lastLatency
        status.latency = statistics.latency
        return status
    }
}
