import Foundation
import Server
import Testing

@Suite struct KeepAliveTests {
    @Test(arguments: [false, true]) func `tcpKeepAlive is an option of every client's socket`(
        isWanted: Bool
    ) async throws {
        let place = try Place { $0.tcpKeepAlive = isWanted }
        try await place.serving { port in
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            #expect(keepsAlive(socketTo: client.port) == isWanted)
        }
    }

    /// The option as the system has it, of this process's socket to a port; nil if there is none.
    private func keepsAlive(socketTo port: Int) -> Bool? {
        for descriptor in Int32(0)..<4_096 {
            var address = sockaddr_in()
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let failure = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    getpeername(descriptor, $0, &size)
                }
            }
            guard failure == 0, address.sin_family == sa_family_t(AF_INET),
                Int(in_port_t(bigEndian: address.sin_port)) == port
            else { continue }
            var option: Int32 = 0
            size = socklen_t(MemoryLayout<Int32>.size)
            guard getsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &option, &size) == 0 else {
                return nil
            }
            return option != 0
        }
        return nil
    }
}
