import Foundation
import Testing

extension RealServers {
    /// kazoo's recipes, each a check of its own in `recipes.py`.
    @Suite struct `kazoo's recipes` {
        private static let names = [
            "lock", "lock_of_a_lost_session", "read_write_lock", "semaphore", "election", "queue",
            "locking_queue", "barrier", "double_barrier", "counter", "tree_cache", "party",
            "set_partitioner", "data_watch", "children_watch", "patient_children_watch",
            "transactions", "lease", "retry",
        ]

        @Test(arguments: [Program.zabd, .apache]) func work(on program: Program) async throws {
            let sides = try #require(Sides.current)
            let server = try #require((program == .zabd ? sides.zabd : sides.apache)[.plain])
            try Stage.sweep(server)
            let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appending(path: "recipes.py")
            let outcome = try await ClientProgram.run(
                ["/usr/bin/python3", "-W", "ignore", script.path, "127.0.0.1:\(server.port)"],
                in: server.folder)
            let lines = outcome.output.split(separator: "\n").map(String.init)
            #expect(lines == Self.names.map { "ok \($0)" }, "\(outcome.complaints)")
            #expect(outcome.code == 0)
        }
    }
}
