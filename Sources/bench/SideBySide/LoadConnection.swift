import Foundation
import Jute
import ZooKeeperWire

/// A client's connection that costs next to nothing: whole frames out of memory, answers only counted.
final class LoadConnection {
    let descriptor: Int32
    /// Sent and not answered.
    private(set) var inFlight = 0
    private(set) var answered = 0
    private(set) var refused = 0
    private var output: [UInt8] = []
    private var written = 0
    private var input = [UInt8](repeating: 0, count: 1 << 18)
    private var filled = 0
    private var xid: Int32 = 0

    /// Opens a session.
    init(port: UInt16, timeout: Int32 = 30_000) throws {
        descriptor = try LoadConnection.dial(port)
        var writer = JuteWriter()
        ClientMessage.connect(ConnectRequestRecord(timeout: timeout)).write(to: &writer)
        output = writer.bytes
        try flush()
        while filled < 4 || filled < 4 + length(at: 0) {
            guard try fill() else { throw BenchError("no session") }
        }
        filled = 0
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    /// The answer to a four-letter word; empty when there is none within a fifth of a second. A server that is starting
    /// may have taken the connection and never answer.
    static func word(_ word: String, port: UInt16) throws -> String {
        let descriptor = try dial(port, patience: timeval(tv_sec: 0, tv_usec: 200_000))
        defer { close(descriptor) }
        send(descriptor, word, word.utf8.count, noSignal)
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
            answer += buffer[..<count]
        }
    }

    /// Connects; who reads waits so long at most.
    private static func dial(
        _ port: UInt16, patience: timeval = timeval(tv_sec: 5, tv_usec: 0)
    ) throws -> Int32 {
        #if canImport(Darwin)
            let stream = SOCK_STREAM
        #else
            let stream = Int32(SOCK_STREAM.rawValue)
        #endif
        let descriptor = socket(AF_INET, stream, 0)
        var yes: Int32 = 1
        setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        var patience = patience
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let failed = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) != 0
            }
        }
        guard failed else { return descriptor }
        let reason = String(cString: strerror(errno))
        close(descriptor)
        throw BenchError("cannot connect: \(reason)")
    }

    deinit { close(descriptor) }

    var hasOutput: Bool { written < output.count }

    /// Adds a request to what will be sent.
    func add(_ frame: [UInt8], digits: Int?, number: Int) {
        let start = output.count
        output.append(contentsOf: frame)
        xid &+= 1
        let bits = UInt32(bitPattern: xid & 0x7fff_ffff)
        for index in 0..<4 {
            output[start + 4 + index] = UInt8(truncatingIfNeeded: bits >> (24 - 8 * index))
        }
        if let digits {
            var rest = number
            for index in stride(from: 9, through: 0, by: -1) {
                output[start + digits + index] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
        }
        inFlight += 1
    }

    /// Writes as much as the socket takes.
    func flush() throws {
        while written < output.count {
            let count = output.withUnsafeBytes {
                send(descriptor, $0.baseAddress! + written, output.count - written, Self.noSignal)
            }
            if count > 0 {
                written += count
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                throw BenchError("the server has gone: \(String(cString: strerror(errno)))")
            }
        }
        output.removeAll(keepingCapacity: true)
        written = 0
    }

    /// Reads what has come, and how many replies were in it.
    func receive() throws -> Int {
        guard try fill() else { return 0 }
        var (position, replies) = (0, 0)
        while filled - position >= 4 {
            let end = position + 4 + length(at: position)
            guard end <= filled else { break }
            // xid, zxid, then the error code; events have xid -1.
            if input[position + 4] != 0xff {
                replies += 1
                if input[position + 16] != 0 { refused += 1 }
            }
            position = end
        }
        if position < filled {
            input.withUnsafeMutableBytes {
                $0.baseAddress!.copyMemory(
                    from: $0.baseAddress! + position, byteCount: filled - position)
            }
        }
        filled -= position
        answered += replies
        inFlight -= replies
        return replies
    }

    private func length(at position: Int) -> Int {
        (0..<4).reduce(0) { $0 << 8 | Int(input[position + $1]) }
    }

    /// False when nothing has come.
    private func fill() throws -> Bool {
        if filled == input.count { input.append(contentsOf: repeatElement(0, count: input.count)) }
        let room = input.count - filled
        let count = input.withUnsafeMutableBytes {
            recv(descriptor, $0.baseAddress! + filled, room, 0)
        }
        if count > 0 {
            filled += count
            return true
        }
        if count < 0, errno == EAGAIN || errno == EINTR { return false }
        throw BenchError("the server has closed the connection")
    }

    #if canImport(Darwin)
        private static let noSignal: Int32 = 0
    #else
        private static let noSignal = Int32(MSG_NOSIGNAL)
    #endif
}

struct BenchError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
