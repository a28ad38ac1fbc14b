import Foundation
import Jute
import Znodes
import ZooKeeperWire

/// A socket over loopback that says what it is told to, right or wrong, and waits no longer than a minute.
final class RawClient {
    private let descriptor: Int32
    private var unread: [UInt8] = []

    init(port: Int) throws {
        #if canImport(Darwin)
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let failure = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if failure != 0 { throw CocoaError(.fileReadUnknown) }
    }

    deinit { close() }

    /// Its own.
    var port: Int {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &size)
            }
        }
        return Int(in_port_t(bigEndian: address.sin_port))
    }

    private var isOpen = true
    /// What the server gave it last.
    private(set) var session: (id: Int64, password: [UInt8]?)?

    /// Nothing more will be said, but something heard (`nc -N`).
    func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Ends the connection at once, so that the server hears of an error.
    func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    func close() {
        if isOpen { Foundation.close(descriptor) }
        isOpen = false
    }

    func send(_ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, 0x4000) }
    }

    func send(_ message: ClientMessage) {
        var writer = JuteWriter()
        message.write(to: &writer)
        send(writer.bytes)
    }

    /// Asks for a node's data so many times at once, with xids from 0.
    func sendReads(of path: ZnodePath, _ count: Int32) {
        var writer = JuteWriter()
        for xid in 0..<count {
            ClientMessage.request(xid: xid, .getData(GetDataRequest(path))).write(to: &writer)
        }
        send(writer.bytes)
    }

    /// The next frame; nil when the server has closed the connection.
    func frame() -> JuteReader? {
        while true {
            if unread.count >= 4 {
                let length = unread[..<4].reduce(0) { $0 << 8 | Int($1) }
                if unread.count >= 4 + length {
                    let frame = Array(unread[4..<4 + length])
                    unread.removeFirst(4 + length)
                    return JuteReader(frame)
                }
            }
            if !fill() { return nil }
        }
    }

    /// What comes until the server closes the connection.
    func rest() -> String {
        while fill() {}
        return String(decoding: unread, as: UTF8.self)
    }

    private func fill() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var count: Int
        repeat {
            count = recv(descriptor, &buffer, buffer.count, 0)
        } while count < 0 && errno == EINTR
        if count <= 0 { return false }
        unread.append(contentsOf: buffer[..<count])
        return true
    }

    /// The server's answer to a ConnectRequest.
    ///
    /// - Parameter timeout: of the session, in ms. It says nothing by itself, so a busy machine must not find it
    ///   silent for longer.
    func open(
        session: Int64 = 0, password: [UInt8]? = nil, lastZxid: Int64 = 0, timeout: Int32 = 40_000
    ) throws -> ConnectResponseRecord? {
        send(
            .connect(
                ConnectRequestRecord(
                    lastZxid: lastZxid, timeout: timeout, session: session,
                    password: password ?? [UInt8](repeating: 0, count: 16))))
        guard let frame = frame(), case .connected(let answer) = try ServerMessage(first: frame)
        else { return nil }
        self.session = (answer.session, answer.password)
        return answer
    }

    /// The code of the answer to a name and password; nil when the connection is closed instead.
    func authenticate(_ credentials: String) throws -> ErrorCode? {
        let packet = AuthPacket(
            type: 0, scheme: "digest", credentials: Array(credentials.utf8))
        send(.auth(xid: ReservedXid.auth, packet))
        guard let frame = frame() else { return nil }
        guard case .reply(_, _, let outcome) = try ServerMessage(frame, answering: { _ in nil })
        else { return nil }
        return outcome.code
    }

    /// The outcome of a request; nil when the connection is closed instead.
    func ask(_ request: Request, xid: Int32 = 1) throws -> Outcome? {
        send(.request(xid: xid, request))
        guard let frame = frame() else { return nil }
        let message = try ServerMessage(frame) { _ in request.opcode }
        guard case .reply(_, _, let outcome) = message else { return nil }
        return outcome
    }
}
