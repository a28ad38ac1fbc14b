import Client
import Foundation
import Testing
import Znodes

@testable import zabd

@Suite struct MemberTests {
    private func request(_ text: String) throws -> ReconfigRequest {
        try ReconfigRequest(try #require(try ShellLine(text)))
    }

    @Test func `members join and leave, or all are named`() throws {
        #expect(
            try request("reconfig -add server.2=Host:1:2;3 -remove 1,5 -v 9")
                == ReconfigRequest(joining: "server.2=host:1:2;3", leaving: "1,5", version: 9))
        #expect(
            try request("reconfig -s -members server.1=A:1:2;3")
                == ReconfigRequest(newMembers: "server.1=a:1:2;3"))
    }

    @Test func `members may stand in a file`() throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("zabd-members-\(UUID().uuidString)").path
        try "# who is there\n server.1=a:1:2;3\n\nserver.2=b:1:2;3\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        #expect(
            try request("reconfig -file \(file)")
                == ReconfigRequest(newMembers: "server.1=a:1:2;3\nserver.2=b:1:2;3"))
        let error = #expect(throws: ShellError.self) { try request("reconfig -file \(file).none") }
        #expect(error?.message.hasPrefix("Error processing \(file).none") == true)
    }

    @Test(arguments: [
        ("reconfig", "reconfig [-s] [-v version] [[-file path]"),
        ("reconfig -s", "reconfig [-s] [-v version] [[-file path]"),
        ("reconfig -v x -remove 1", "-v must be followed by a long (configuration version)"),
        ("reconfig -add a -members b", "Can't use -file or -members together with -add or"),
        ("reconfig -remove 1 -file b", "Can't use -file or -members together with -add or"),
        ("reconfig -file a -members b", "Can't use -file and -members together"),
        ("reconfig -add", "Missing argument for option: add"),
        ("reconfig -x", "Unrecognized option: -x"),
    ])
    func `what makes no sense is told in zkCli's words`(line: String, told: String) {
        let error = #expect(throws: ShellError.self) { try request(line) }
        #expect(error?.message.hasPrefix(told) == true)
    }

    /// The first is what ZooKeeper 3.8 had when it was asked.
    @Test(arguments: [
        (
            "server.1=127.0.0.1:21993:21994:participant;127.0.0.1:21992\nversion=100000000",
            "100000000 127.0.0.1:21992"
        ),
        ("", " "), ("version=0", "0 "),
        (
            "server.1=a:1:2;b:3\nserver.2=c:1:2\nserver.3=d:1:2;0.0.0.0:4\nversion=a",
            "a b:3,,0.0.0.0:4"
        ),
    ])
    func `clients are told where to come to`(configuration: String, shown: String) {
        #expect(ShellFormat.clientAddresses(configuration) == shown)
    }

    @Test(arguments: [
        (ErrorCode.reconfigDisabled, "KeeperErrorCode = Reconfig is disabled"),
        (.unimplemented, "KeeperErrorCode = Unimplemented"),
        (.badArguments, "Arguments are not valid : "),
        (.newConfigNoQuorum, "No quorum of new config is connected"),
        (.reconfigInProgress, "Another reconfiguration is in progress"),
    ])
    func `a refusal is told in zkCli's words`(code: ErrorCode, told: String) {
        #expect(ShellFormat.message(.refused(code), path: "").hasPrefix(told))
    }
}
