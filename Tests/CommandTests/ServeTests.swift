import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct `zabd serve` {
    private let bench: Workbench
    init() throws { bench = try Workbench() }

    /// A configuration that can be used, and whose ports are free.
    private func configuration(_ more: String = "") throws -> String {
        "dataDir=./data\nclientPort=\(try FreePort.any())\nclientPortAddress=127.0.0.1\n"
            + "admin.enableServer=false\n" + more
    }

    @Test func `the command explains itself with an example`() async throws {
        let help = try await bench.zabd("serve", "--help")
        #expect(help.code == 0)
        #expect(help.complaint == "")
        #expect(help.text.contains("USAGE: zabd serve <file>"))
        #expect(help.text.contains("Examples:\n  zabd serve zoo.cfg"))
        #expect(help.text.contains("Exit codes:"))
    }

    @Test(arguments: [
        (["serve"], "Missing expected argument '<file>'"),
        (["serve", "zoo.cfg", "--log-level", "loud"], "it is one of trace, debug, info"),
        (["serve", "zoo.cfg", "--chek"], "Did you mean '--check'?"),
        (["serve", "zoo.cfg", "--record-limit", "1G"], "--record-limit needs --record"),
        (
            ["serve", "zoo.cfg", "--record", "f", "--record-limit", "1T"],
            "it is a number of bytes greater than 0, such as"
        ),
        (
            ["serve", "nowhere.cfg"],
            "nowhere.cfg: error: cannot be read: No such file or directory"
        ),
        (["serve", "."], ".: error: cannot be read: Is a directory"),
    ]) func `wrong usage is exit code 2`(words: [String], complaint: String) async throws {
        let outcome = try await bench.run(Workbench.server, words)
        #expect(outcome.code == 2)
        #expect(outcome.text == "")
        #expect(outcome.complaint.contains(complaint))
    }

    @Test func `--check shows what is in effect, and changes nothing`() async throws {
        try bench.write("dataDir=/nowhere/data\nclientPort=2181\ntiktime=1\n", to: "zoo.cfg")
        let outcome = try await bench.zabd("serve", "zoo.cfg", "--check")
        #expect(outcome.code == 0)
        #expect(
            outcome.complaint
                == "zoo.cfg:3: warning: tiktime is an unknown key and changes nothing; did you mean tickTime?\n"
        )
        #expect(outcome.lines.first == "dataDir=/nowhere/data")
        #expect(outcome.lines.contains("minSessionTimeout=6000"))
        #expect(bench.files == ["zoo.cfg"])
    }

    @Test(arguments: [[], ["--check"]]) func `all that is wrong is told at once`(
        more: [String]
    ) async throws {
        try bench.write("clientPort=x\nsnapCount=y\n", to: "zoo.cfg")
        let outcome = try await bench.run(Workbench.server, ["serve", "zoo.cfg"] + more)
        #expect(outcome.code == 2)
        #expect(outcome.text == "")
        #expect(
            outcome.complaint == """
                zoo.cfg:1: error: clientPort is "x"; it takes a port from 1 to 65535, or 0 for none
                zoo.cfg:2: error: snapCount is "y"; it takes a whole number of at least 0
                zoo.cfg: error: dataDir is not set; it says where the data is

                """)
    }

    @Test func `files that the configuration names are looked at`() async throws {
        try bench.write("short", to: "secret")
        try bench.write("", to: "data")
        try bench.write(
            "dataDir=data\nclientPort=2181\nsessionSecret=secret\njaasLoginConfig=none.conf\n",
            to: "zoo.cfg")
        let outcome = try await bench.zabd("serve", "zoo.cfg", "--check")
        #expect(outcome.code == 2)
        #expect(
            outcome.complaint == """
                zoo.cfg:1: warning: dataDir is relative to the working directory; write ./data if that is meant
                zoo.cfg:1: error: dataDir is data, which is no directory
                zoo.cfg:3: error: sessionSecret is secret, which holds less than 16 bytes
                zoo.cfg:4: error: jaasLoginConfig is none.conf, which cannot be read: No such file or directory

                """)
    }

    @Test func `an ensemble is refused`() async throws {
        try bench.makeFolder("data")
        try bench.write("1\n", to: "data/myid")
        try bench.write(
            configuration(
                "initLimit=5\nsyncLimit=2\nserver.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2\n"),
            to: "zoo.cfg")
        let outcome = try await bench.zabd("serve", "zoo.cfg", "--check")
        #expect(outcome.code == 2)
        #expect(outcome.complaint.hasPrefix("zabd: zoo.cfg describes an ensemble"))
    }

    @Test func `a data directory that cannot be made is exit code 3`() async throws {
        try bench.write("", to: "file")
        try bench.write("dataDir=./file/data\nclientPort=2181\n", to: "zoo.cfg")
        let outcome = try await bench.zabd("serve", "zoo.cfg")
        #expect(outcome.code == 3)
        #expect(outcome.complaint.hasSuffix("\nzabd: cannot make ./file/data: Not a directory\n"))
    }

    /// A terminal that is closed may send the last one twice.
    @Test(arguments: [[SIGTERM], [SIGINT], [SIGHUP], [SIGHUP, SIGHUP]])
    func `a signal stops it gracefully`(numbers: [Int32]) async throws {
        try bench.write(configuration(), to: "zoo.cfg")
        let server = try LiveServer(in: bench, "serve", "zoo.cfg")
        #expect(await server.says("binding to port 127.0.0.1"))
        for number in numbers { kill(server.process.processIdentifier, number) }
        #expect(await server.says("stopped"))
        #expect(await server.end() == 0)
    }

    @Test func `a recording that has reached its limit is told, and the server goes on`()
        async throws
    {
        try bench.write(configuration(), to: "zoo.cfg")
        let server = try LiveServer(
            in: bench, "serve", "zoo.cfg", "--record", "flight", "--record-limit", "64")
        #expect(await server.says("WARNING recording has ended: "))
        #expect(await server.says("binding to port 127.0.0.1"))
        kill(server.process.processIdentifier, SIGTERM)
        #expect(await server.end() == 0)
        #expect(server.said.contains("has reached its limit of 64 bytes"))
    }

    @Test func `two servers cannot have the same data, nor the same port`() async throws {
        try bench.write(configuration(), to: "zoo.cfg")
        let server = try LiveServer(in: bench, "serve", "zoo.cfg")
        #expect(await server.says("binding to port 127.0.0.1"))
        let sameData = try await bench.zabd("serve", "zoo.cfg")
        #expect(sameData.code == 3)
        #expect(sameData.complaint.contains("zabd: "))
        let port = try bench.text("zoo.cfg").replacing("./data", with: "./other")
        try bench.write(port, to: "other.cfg")
        let samePort = try await bench.zabd("serve", "other.cfg")
        #expect(samePort.code == 1)
        #expect(samePort.complaint.contains("zabd: "))
        kill(server.process.processIdentifier, SIGTERM)
        #expect(await server.end() == 0)
    }

    @Test func `the log is one line an event, as quiet as asked, without colours`() async throws {
        try bench.write(configuration("foo=1\n"), to: "zoo.cfg")
        let server = try LiveServer(in: bench, "serve", "zoo.cfg", "--log-level", "INFO")
        #expect(await server.says("binding to port"))
        kill(server.process.processIdentifier, SIGTERM)
        #expect(await server.end() == 0)
        let lines = server.said.split(separator: "\n")
        #expect(lines.count >= 4)
        for line in lines {
            #expect(
                line.wholeMatch(
                    of:
                        /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (INFO   |NOTICE |WARNING) [^\u{1b}]+/
                )
                    != nil, "\(line)")
        }
        #expect(server.said.contains("WARNING zoo.cfg:5: foo is an unknown key"))
    }
}

extension Workbench {
    /// Built beside the other command.
    static let server = command.deletingLastPathComponent().appending(path: "zabd")

    func zabd(_ arguments: String...) async throws -> Outcome {
        try await run(Self.server, arguments)
    }
}
