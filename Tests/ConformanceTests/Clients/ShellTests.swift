import Foundation
import Testing

extension RealServers {
    /// The command lines that come with ZooKeeper say the same to either server.
    @Suite struct `The shells` {
        private let zabd: ServerProcess
        private let apache: ServerProcess

        init() throws {
            let sides = try #require(Sides.current)
            zabd = try #require(sides.zabd[.plain])
            apache = try #require(sides.apache[.plain])
        }

        /// What zkCli prints: answers and events come from two threads, so each are compared in their own
        /// order. That it closed its session it tells itself at the very end, if its process still lives by then.
        private struct Session: Equatable {
            var code: Int32
            var answers: [String]
            var events: [String]
            var complaints: [String]
        }

        @Test func `zkCli has the same session with both`() async throws {
            let expected = try await zkCli(on: apache)
            let ours = try await zkCli(on: zabd)
            #expect(expected.code == 0)
            #expect(expected.answers.count > 100)
            #expect(expected.events.count > 8)
            #expect(ours == expected)
        }

        private func zkCli(on server: ServerProcess) async throws -> Session {
            try Stage.sweep(server)
            let java = try Java.command(folder: server.folder, isQuiet: true)
            let outcome = try await ClientProgram.run(
                java + [
                    "org.apache.zookeeper.ZooKeeperMain", "-server", "127.0.0.1:\(server.port)",
                ], input: Self.session, in: server.folder)
            var transcript = Transcript()
            let lines = transcript.normal(outcome.output)
            let isEvent = { (line: String) in line.hasPrefix("Watche") || line == "WATCHER::" }
            let events = lines.filter { $0.hasPrefix("Watche") && !$0.contains("state:Closed") }
            return Session(
                code: outcome.code, answers: lines.filter { !isEvent($0) },
                events: events, complaints: transcript.normal(outcome.complaints))
        }

        private static let session = """
            create /z one
            create -e /z/e two
            create -s /z/s- three
            create -e -s /z/es-
            create -c /c
            create -t 1000 /t
            create /z again
            create /none/x
            get -s /z
            get /z/e
            set /z four
            set -s -v 1 /z five
            set -v 0 /z six
            ls /
            ls -s /z
            ls -R /z
            stat /z
            stat /none
            getAcl /z
            addauth digest u:p
            create /mine secret auth:u:p:cdrwa
            getAcl -s /mine
            get /mine
            setAcl /z world:anyone:cdrwa,ip:127.0.0.1:r
            getAcl /z
            setAcl /z nonsense
            delete /z
            delete -v 7 /z/e
            delete /none
            get -w /z/e
            set /z/e new
            stat -w /z
            ls -w /z
            create /z/more
            set /z seven
            addWatch -m PERSISTENT /w
            create /w
            set /w x
            create /w/child
            removewatches /w
            addWatch /r
            create /r
            create /r/deep
            delete /r/deep
            setquota -n 5 /w
            listquota /w
            setquota -b 100 /w
            listquota /w
            delquota /w
            getEphemerals
            getEphemerals /z
            getAllChildrenNumber /z
            whoami
            sync /
            config
            reconfig -remove 1
            deleteall /z
            ls /z
            version
            history
            quit

            """

        /// One command each: cli_mt would quit before the answers of a whole session have come. Some of its
        /// commands (`exists`, `set2`, `stat`) do not end by themselves in this mode, with either server.
        @Test func `cli_mt gets the same answers from both`() async throws {
            try Stage.sweep(zabd)
            try Stage.sweep(apache)
            var (mine, theirs) = (Transcript(), Transcript())
            var answers = 0
            for command in Self.commands {
                let expected = theirs.normal(try await answer(to: command, on: apache))
                let ours = mine.normal(try await answer(to: command, on: zabd))
                #expect(ours == expected, "\(command)")
                answers += expected.count
            }
            #expect(answers > 60)
        }

        /// Without what the client says of itself, in whichever order its threads do; children in
        /// alphabetical order, since the protocol gives them none.
        private func answer(to command: String, on server: ServerProcess) async throws -> String {
            let outcome = try await ClientProgram.run(
                ["/usr/lib/zookeeper/bin/cli_mt", "-h", "127.0.0.1:\(server.port)", "-c", command],
                in: server.folder)
            #expect(outcome.code == 0, "\(command)")
            let own = ["Batch mode", "Creating [", "Watcher SESSION_EVENT", "Got a new session id"]
            var lines: [Substring] = []
            var children: [Substring] = []
            for line in (outcome.output + outcome.complaints).split(separator: "\n") {
                if own.contains(where: { line.hasPrefix($0) }) || line.contains(":ZOO_") {
                    continue
                }
                if line.hasPrefix("\t"), !line.contains("=") {
                    children.append(line)
                } else {
                    lines += children.sorted() + [line]
                    children = []
                }
            }
            return (lines + children.sorted()).joined(separator: "\n")
        }

        private static let commands = [
            "create /a", "create /a", "create2 /b", "create +s /a/s-", "create +e /a/e",
            "create +es /a/es-", "create +c /c", "create +t=1000 /t", "create /x/y",
            "get /a", "get /none", "set /a hello", "set /a hello 7", "set /none x", "get /a",
            "ls /", "ls /none", "ls2 /a", "delete /a", "delete /a/s-0000000000", "delete /none",
            "sync /a", "get /zookeeper/config",
        ]
    }
}
