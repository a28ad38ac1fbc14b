import Foundation
import Testing

/// What `zabd serve` asks of the C library's heap must be had where it may be, and be done without elsewhere.
@Suite(.serialized, .timeLimit(.minutes(2))) struct HeapTests {
    private let bench: Workbench
    private let port: Int

    init() throws {
        bench = try Workbench()
        port = try FreePort.any()
        try bench.write(
            """
            dataDir=./data
            clientPort=\(port)
            clientPortAddress=127.0.0.1
            admin.enableServer=false

            """, to: "zoo.cfg")
    }

    /// Makes a node and reads it, then stops the server.
    private func use(_ server: LiveServer) async throws {
        let address = "127.0.0.1:\(port)"
        #expect(try await bench.zabd("shell", "-server", address, "create", "/a", "x").code == 0)
        let read = try await bench.zabd("shell", "-server", address, "get", "/a")
        #expect(read.lines.first == "x")
        kill(server.process.processIdentifier, SIGTERM)
        #expect(await server.end() == 0)
    }

    @Test(arguments: ["-v 4000000", "-d 500000"])
    func `a server with limited memory does without the large pages`(limit: String) async throws {
        let server = try LiveServer(
            in: bench, by: ["/bin/sh", "-c", "ulimit \(limit) && exec \"$@\"", "sh"], "serve",
            "zoo.cfg")
        #expect(await server.says("binding to port 127.0.0.1"))
        try await use(server)
    }

    #if canImport(Glibc)
        @Test(arguments: [
            (nil, "glibc.malloc.tcache_count=1000"),
            ("glibc.malloc.check=0", "glibc.malloc.check=0"),
        ])
        func `freed blocks are kept at hand, unless it was said otherwise`(
            set: String?, expected: String
        ) async throws {
            let name = "GLIBC_TUNABLES"
            let starter = ["/usr/bin/env"] + (set.map { ["\(name)=\($0)"] } ?? ["-u", name])
            let server = try LiveServer(in: bench, by: starter, "serve", "zoo.cfg")
            #expect(await server.says("binding to port 127.0.0.1"))
            let process = "/proc/\(server.process.processIdentifier)"
            let variables = try String(contentsOfFile: "\(process)/environ", encoding: .utf8)
                .split(separator: "\0")
            #expect(variables.filter { $0.hasPrefix(name) } == ["\(name)=\(expected)"])
            // A process that began itself anew is called what it was called before.
            #expect(
                try String(contentsOfFile: "\(process)/comm", encoding: .utf8) == "zabd\n")
            try await use(server)
        }
    #endif
}
