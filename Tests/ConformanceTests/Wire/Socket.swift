import Foundation

/// A TCP connection over loopback that waits for no answer longer than its patience.
final class Socket: Line {
    /// Seconds. Long enough for a busy machine; a test that waits so long has failed.
    static let patience = 20
    private let descriptor: Int32
    private var unread: [UInt8] = []

    init(port: UInt16) throws {
        #if canImport(Darwin)
            let stream = SOCK_STREAM
        #else
            let stream = Int32(SOCK_STREAM.rawValue)
        #endif
        descriptor = socket(AF_INET, stream, 0)
        guard descriptor >= 0 else { throw LineError.system("socket", errno) }
        var patience = timeval(tv_sec: Self.patience, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        var yes: Int32 = 1
        setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        let failed = Self.withAddress(port: port) { connect(descriptor, $0, $1) } != 0
        if failed {
            let reason = errno
            Foundation.close(descriptor)
            throw LineError.system("connect", reason)
        }
    }

    deinit { close() }

    private var isOpen = true

    func close() {
        if isOpen { Foundation.close(descriptor) }
        isOpen = false
    }

    /// A server that has closed already takes nothing more; reading will tell.
    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.send(
                    descriptor, $0.baseAddress! + sent, bytes.count - sent, Self.noSignal)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            sent += count
        }
    }

    func receive() throws -> [UInt8]? {
        while true {
            if unread.count >= 4 {
                let length = unread[..<4].reduce(0) { $0 << 8 | Int($1) }
                if unread.count >= 4 + length {
                    let frame = Array(unread[4..<4 + length])
                    unread.removeFirst(4 + length)
                    return frame
                }
            }
            guard try fill() else { return nil }
        }
    }

    /// Everything up to the end of the connection: what four-letter words bring.
    func receiveAll() throws -> [UInt8] {
        while try fill() {}
        return unread
    }

    /// Reads once; false when the server has closed.
    private func fill() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 {
                unread += buffer[..<count]
                return true
            }
            if count == 0 || errno == ECONNRESET || errno == EPIPE { return false }
            if errno == EINTR { continue }
            if errno == EAGAIN || errno == EWOULDBLOCK { throw LineError.silence(Self.patience) }
            throw LineError.system("recv", errno)
        }
    }

    /// A port of loopback that nobody listens on now.
    static func freePort() throws -> UInt16 {
        #if canImport(Darwin)
            let stream = SOCK_STREAM
        #else
            let stream = Int32(SOCK_STREAM.rawValue)
        #endif
        let listener = socket(AF_INET, stream, 0)
        guard listener >= 0 else { throw LineError.system("socket", errno) }
        defer { Foundation.close(listener) }
        guard withAddress(port: 0, { bind(listener, $0, $1) }) == 0 else {
            throw LineError.system("bind", errno)
        }
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let failed = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(listener, $0, &size) != 0
            }
        }
        if failed { throw LineError.system("getsockname", errno) }
        return UInt16(bigEndian: address.sin_port)
    }

    private static func withAddress(
        port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    #if canImport(Darwin)
        private static let noSignal: Int32 = 0
    #else
        private static let noSignal = Int32(MSG_NOSIGNAL)
    #endif
}
