import Testing

extension RealServers {
    /// A server that is short of what the system gives.
    @Suite struct `A server that is short of something` {
        /// Of 64 descriptors it keeps forty for its files.
        @Test func `serves who is there when no file can be opened, and says so`() throws {
            let server = try ServerProcess(.zabd, .plain, descriptors: 64)
            let crowd = 2..<25
            let steps: [Step] =
                [.open(1), .call(1, .create("/r"))] + crowd.map { .dial($0) }
                + (25..<30).flatMap { [.dial($0), .awaitEnd($0)] }
                + [.call(1, .set("/r", "still served")), .call(1, .get("/r"))]
            // The stage has a client of its own.
            let told = try Stage.transcript(of: Script("a crowd", steps), on: server)
            #expect(told.filter { $0.hasSuffix("waits for the end\n    end") }.count == 5)
            #expect(told.last?.contains("still served") == true)
            let log = server.end()
            #expect(log.contains("no more files may be opened; raise ulimit -n"), "\(log)")
        }
    }
}
