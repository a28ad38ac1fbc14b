import Foundation
import Testing

/// What `zabd serve` asks of the system must be had where it may be, and be done without elsewhere.
@Suite(.serialized, .timeLimit(.minutes(2))) struct `A server with limited means` {
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

    @Test(arguments: [10, 16, 63]) func `a server that may open few files says what it needs`(
        count: Int
    ) async throws {
        let outcome = try await bench.run(
            URL(fileURLWithPath: "/bin/sh"),
            [
                "-c", "ulimit -n \(count) && exec \"$@\"", "sh", Workbench.server.path, "serve",
                "zoo.cfg",
            ])
        #expect(outcome.code == 1)
        #expect(
            outcome.complaint
                == "zabd: only \(count) files may be open here, and a server needs 64: raise the limit (ulimit -n)\n"
        )
        #expect(bench.files == ["zoo.cfg"])
    }

    #if canImport(Glibc)
        @Test(arguments: ["-v 4000000", "-d 500000"])
        func `a server with limited memory does without the large pages`(limit: String) async throws
        {
            let server = try LiveServer(
                in: bench, by: ["/bin/sh", "-c", "ulimit \(limit) && exec \"$@\"", "sh"], "serve",
                "zoo.cfg")
            #expect(await server.says("binding to port 127.0.0.1"))
            try await use(server)
        }

        /// The rights of root would hide what an ordinary user may not do.
        @Test func `a server without privileges serves`() async throws {
            let starter =
                geteuid() == 0
                ? ["/usr/bin/setpriv", "--bounding-set=-all", "--inh-caps=-all"] : ["/usr/bin/env"]
            let server = try LiveServer(in: bench, by: starter, "serve", "zoo.cfg")
            #expect(await server.says("binding to port 127.0.0.1"))
            try await use(server)
            #expect(!server.said.contains("cannot accept"), "\(server.said)")
        }

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
