import Scenario
import Testing
import Trace
import Zab

@Suite struct `Commands` {
    private func actions(_ text: String) throws -> [Action] {
        try ScenarioParser.commands(in: text).map(\.action)
    }

    @Test func `a scenario becomes commands with their places`() throws {
        let commands = try ScenarioParser.commands(
            in: """
                # set-up
                ensemble 3   # s1 s2 s3
                  start all; run for 1.5s

                c1 create /a "x # y"   # data
                """, firstLine: 10)
        #expect(
            commands == [
                Command(
                    .ensemble(voters: 3, observers: 0), line: 11, column: 1, text: "ensemble 3"),
                Command(.start([.all]), line: 12, column: 3, text: "start all"),
                Command(.runFor(.milliseconds(1_500)), line: 12, column: 14, text: "run for 1.5s"),
                Command(
                    .call(
                        "c1",
                        .create(ClientOperation.Creation("/a", data: "x # y")),
                        async: false), line: 14, column: 1, text: "c1 create /a \"x # y\""),
            ])
    }

    static let leading = Predicate.condition(
        .compare(Term(.server(.role, .id(ServerID(1)))), .equal, .value(.word("leading"))),
        world: nil)

    @Test(
        arguments: [
            ("ensemble 5 observers 1", .ensemble(voters: 5, observers: 1)),
            (
                "weights s1=2 s2=0",
                .weights([
                    Weight(server: ServerID(1), weight: 2), Weight(server: ServerID(2), weight: 0),
                ])
            ),
            (
                "groups s1 s2 | s3",
                .groups([[ServerID(1), ServerID(2)], [ServerID(3)]])
            ),
            (
                "log s1 1:1 1:2...1:3 2:1 epoch 3",
                .log(
                    .id(ServerID(1)),
                    [
                        Zxid(epoch: 1, counter: 1), Zxid(epoch: 1, counter: 2),
                        Zxid(epoch: 1, counter: 3), Zxid(epoch: 2, counter: 1),
                    ], epoch: 3)
            ),
            ("log all", .log(.all, [], epoch: nil)),
            ("set tick 500ms", .set(.tick, .time(.milliseconds(500)))),
            ("set last-counter 15", .set(.lastCounter, .count(15))),
            ("start s1 follower 2", .start([.id(ServerID(1)), .follower(2)])),
            (
                "run until role(s1) = leading within 5s",
                .runUntil(leading, within: .seconds(5))
            ),
            ("run until role(s1) = leading", .runUntil(leading, within: nil)),
            ("run until quiet", .runUntilQuiet), ("run", .runUntilQuiet),
            ("run for 2m", .runFor(.seconds(120))), ("step", .step(1)), ("step 3", .step(3)),
            ("crash leader", .crash([.leader], after: nil)),
            ("kill s1 s2", .crash([.id(ServerID(1)), .id(ServerID(2))], after: nil)),
            ("stop s1", .crash([.id(ServerID(1))], after: nil)),
            ("crash s1 after 34b", .crash([.id(ServerID(1))], after: .effect(step: 34, index: 1))),
            (
                "power-fail s1 after role(s1) = leading",
                .powerFail([.id(ServerID(1))], after: .predicate(leading))
            ),
            ("restart all", .restart([.all])), ("wipe s3", .wipe([.id(ServerID(3))])),
            ("freeze leader for 5s", .freeze(.leader, .seconds(5))),
            ("freeze leader", .freeze(.leader, nil)), ("thaw leader", .thaw(.leader)),
            ("slow disk observer 1 50ms", .slowDisk(.observer(1), .milliseconds(50))),
            (
                "hold PROPOSAL from leader to s3",
                .hold(MessageSelector(kind: .proposal, from: .leader, to: .id(ServerID(3))))
            ),
            ("hold messages to s3", .hold(MessageSelector(to: .id(ServerID(3))))),
            ("hold commit", .hold(MessageSelector(kind: .commit))), ("release", .release(nil)),
            ("release ACK", .release(MessageSelector(kind: .ack))),
            ("delay ACK by 50ms", .delay(MessageSelector(kind: .ack), by: .milliseconds(50))),
            (
                "drop next COMMIT from leader to s3",
                .dropNext(MessageSelector(kind: .commit, from: .leader, to: .id(ServerID(3))))
            ),
            ("duplicate next NOTIFICATION", .duplicateNext(MessageSelector(kind: .notification))),
            (
                "partition leader follower 1 | rest",
                .partition([[.leader, .follower(1)], [.rest]])
            ),
            (
                "partition s1|s2|s3",
                .partition([[.id(ServerID(1))], [.id(ServerID(2))], [.id(ServerID(3))]])
            ),
            (
                "one-way from s1 to s2",
                .oneWay(from: .id(ServerID(1)), to: .id(ServerID(2)))
            ),
            ("cut c1 from s1", .cutClient("c1", from: [.id(ServerID(1))])),
            ("cut c1", .cutClient("c1", from: [])),
            (
                "cut leader from follower 1 s2",
                .cutServer(.leader, from: [.follower(1), .id(ServerID(2))])
            ),
            ("isolate s2", .cutServer(.id(ServerID(2)), from: [])), ("heal", .heal),
            ("heal all", .healAll),
            (
                "disconnect s3 from leader",
                .disconnect(.id(ServerID(3)), from: .leader)
            ),
            ("crash s2 after 3 effects", .crash([.id(ServerID(2))], after: .effects(3))),
            ("power-fail s2 after 1 effect", .powerFail([.id(ServerID(2))], after: .effects(1))),
            ("connect c1 to s2", .connect("c1", to: [.id(ServerID(2))])),
            ("connect c2", .connect("c2", to: [])),
            ("break ack-after-flush", .breakRule(.ackAfterFlush)),
            ("keep ack-after-flush", .keepRule(.ackAfterFlush)),
            ("expect role(s1) = leading", .expect(leading)),
        ] as [(String, Action)])
    func `each verb is read`(text: String, action: Action) throws {
        #expect(try actions(text) == [action])
    }

    @Test(
        arguments: [
            (
                "create -e -s /a \"x\"",
                .create(
                    ClientOperation.Creation(
                        "/a", data: "x", isEphemeral: true, isSequential: true))
            ),
            ("create /a", .create(ClientOperation.Creation("/a"))),
            ("set /a \"d\" 3", .set(path: "/a", data: "d", version: 3)),
            ("set /a \"\\\"d\\\\\"", .set(path: "/a", data: "\"d\\", version: nil)),
            ("get -w /a", .get(path: "/a", watch: true)), ("get /", .get(path: "/", watch: false)),
            ("exists /a", .exists(path: "/a", watch: false)),
            ("ls -w /a", .list(path: "/a", watch: true)),
            ("delete /a", .delete(path: "/a", version: nil)),
            ("delete /a 2", .delete(path: "/a", version: 2)),
            ("check /a 2", .check(path: "/a", version: 2)),
            (
                "multi { check /a 1 ; delete /a }",
                .multi([.check(path: "/a", version: 1), .delete(path: "/a", version: nil)])
            ),
            ("sync /a", .sync(path: "/a")), ("close", .close),
        ] as [(String, ClientOperation)])
    func `each client operation is read and written again`(
        text: String, operation: ClientOperation
    ) throws {
        #expect(try actions("c1 \(text)") == [.call("c1", operation, async: false)])
        #expect(try actions("c2 async \(text)") == [.call("c2", operation, async: true)])
        #expect(try actions("c1 \(operation)") == [.call("c1", operation, async: false)])
    }

    private static func entries(_ texts: String...) -> [AccessEntry] {
        texts.compactMap { AccessEntry($0) }
    }

    @Test(
        arguments: [
            ("create -c /a", .create(ClientOperation.Creation("/a", isContainer: true))),
            (
                "create -s -t 500 /a \"x\" world:anyone:r,auth::cdrwa",
                .create(
                    ClientOperation.Creation(
                        "/a", data: "x", isSequential: true, ttl: 500,
                        acl: entries("world:anyone:r", "auth::cdrwa")))
            ),
            ("getAcl /a", .getACL(path: "/a")),
            (
                "setAcl -v 2 /a digest:alice:secret:rw",
                .setACL(path: "/a", entries("digest:alice:secret:rw"), version: 2)
            ),
            (
                "setAcl /a ip:10.0.0.0/8:r",
                .setACL(path: "/a", entries("ip:10.0.0.0/8:r"), version: nil)
            ),
            (
                "multiRead { get /a ; ls / }",
                .multiRead([.get(path: "/a", watch: false), .list(path: "/", watch: false)])
            ),
            ("getEphemerals", .getEphemerals(path: "/")),
            ("getEphemerals /a", .getEphemerals(path: "/a")),
            ("getAllChildrenNumber /", .getAllChildrenNumber(path: "/")),
            ("addauth digest alice:secret", .addAuth(scheme: "digest", id: "alice:secret")),
            ("whoami", .whoAmI), ("addWatch /a", .addWatch(path: "/a", recursive: true)),
            ("addWatch -m PERSISTENT /a", .addWatch(path: "/a", recursive: false)),
            ("addWatch -m persistent_recursive /a", .addWatch(path: "/a", recursive: true)),
            ("checkWatches /a -d", .checkWatches(path: "/a", .data)),
            ("removewatches /a", .removeWatches(path: "/a", .any)),
            ("removewatches /a -r", .removeWatches(path: "/a", .persistentRecursive)),
        ] as [(String, ClientOperation)])
    func `so are those of later versions`(text: String, operation: ClientOperation) throws {
        #expect(try actions("c1 \(text)") == [.call("c1", operation, async: false)])
        #expect(try actions("c1 \(operation)") == [.call("c1", operation, async: false)])
    }

    @Test func `worlds hold commands of their own`() throws {
        let commands = try ScenarioParser.commands(
            in: """
                world six {
                  ensemble 6
                  c1 multi { delete /a }
                }
                world four { ensemble 4; start all }
                """)
        #expect(
            commands.map(\.action) == [
                .world(
                    "six",
                    [
                        Command(
                            .ensemble(voters: 6, observers: 0), line: 2, column: 3,
                            text: "ensemble 6"),
                        Command(
                            .call("c1", .multi([.delete(path: "/a", version: nil)]), async: false),
                            line: 3, column: 3, text: "c1 multi { delete /a }"),
                    ]),
                .world(
                    "four",
                    [
                        Command(
                            .ensemble(voters: 4, observers: 0), line: 5, column: 14,
                            text: "ensemble 4"),
                        Command(.start([.all]), line: 5, column: 26, text: "start all"),
                    ]),
            ])
    }

    @Test(
        arguments: [
            (
                "start all\ncrush s1",
                "line 2, column 1: \"crush\" is not a command; did you mean \"crash\"?"
            ),
            (
                "break ack-after-flsh",
                "line 1, column 7: \"ack-after-flsh\" is not a rule; did you mean \"ack-after-flush\"?"
            ),
            (
                "hold PROPOSLA to s3",
                "line 1, column 6: \"PROPOSLA\" is not a kind of message; did you mean \"PROPOSAL\"?"
            ),
            (
                "start leadr",
                "line 1, column 7: \"leadr\" is not a server (s1, leader, follower 1, observer 1, all, any, rest); did you mean \"leader\"?"
            ),
            (
                "c1 crate /a",
                "line 1, column 4: \"crate\" is not an operation of a client; did you mean \"create\"?"
            ),
            ("set tik 2s", "line 1, column 5: \"tik\" is not a setting; did you mean \"tick\"?"),
            ("ensemble 0", "line 1, column 10: the number of voters is from 1 to 25, not 0"),
            ("ensemble", "line 1, column 9: the number of voters is expected here, not the end"),
            ("ensemble 3 3", "line 1, column 12: the command should end here, before \"3\""),
            ("heal now", "line 1, column 6: the command should end here, before \"now\""),
            (
                "run for ever",
                "line 1, column 9: a time (like 50ms or 2s) is expected here, not \"ever\""
            ),
            (
                "run untill quiet",
                "line 1, column 5: \"until\" is expected here, not \"untill\"; did you mean \"until\"?"
            ),
            ("log s1 1:2 1:1", "line 1, column 12: the zxids of a log go up"),
            (
                "log s1 1:5...1:1",
                "line 1, column 8: a zxid (like 1:7) or a range (like 1:1...1:7) is expected here, not \"1:5...1:1\""
            ),
            (
                "partition s1 s2",
                "line 1, column 16: a partition has two sides or more, with | between them"
            ),
            (
                "c1 create a",
                "line 1, column 11: a path begins with / and does not end with it: \"a\""
            ),
            ("c1 set /a b", "line 1, column 11: data in quotes is expected here, not \"b\""),
            ("c1 create /a \"x", "line 1, column 14: the text has no closing quote"),
            (
                "c1 multi { get /a }",
                "line 1, column 12: a multi holds create, set, delete and check only"
            ),
            (
                "c1 multiRead { set /a \"x\" }",
                "line 1, column 16: a multiRead holds get and ls only"
            ),
            (
                "c1 create -e -c /a",
                "line 1, column 11: these flags do not go together"
            ),
            (
                "c1 setAcl /a world:anyone:x",
                "line 1, column 14: \"world:anyone:x\" is not SCHEME:ID:PERMISSIONS with letters of cdrwa"
            ),
            (
                "c1 setAcl /a world:anyone:r,",
                "line 1, column 29: an access control list (like world:anyone:r) is expected here, not the end"
            ),
            (
                "c1 removewatches /a -x",
                "line 1, column 21: \"-x\" is not a kind of watch (-a, -d, -c, -p, -r); did you mean \"-a\"?"
            ),
            ("c1 multi { delete /a", "line 1, column 10: this { is never closed"),
            ("world six {\nheal", "line 1, column 11: this { is never closed"),
            ("world six { world seven { } }", "line 1, column 13: a world cannot hold another one"),
            ("world main { }", "line 1, column 7: \"main\" is the world of the page itself"),
            ("}", "line 1, column 1: a command is expected here, not \"}\""),
            ("c0 close", "line 1, column 1: \"c0\" is not a command"),
            (
                "step 9999999999999999999",
                "line 1, column 6: a count is expected here, not \"9999999999999999999\""
            ),
            (
                "freeze s1 for 99999999999999s",
                "line 1, column 15: a time (like 50ms or 2s) is expected here, not \"99999999999999s\""
            ),
            (
                "expect",
                "line 1, column 7: the beginning of a predicate is expected here, not the end"
            ),
        ])
    func `a mistake is an error with its place and the nearest word`(
        text: String, message: String
    ) throws {
        let error = try #require(throws: ScenarioError.self) {
            try ScenarioParser.commands(in: text)
        }
        #expect("\(error)" == message)
    }

    @Test func `rubbish never crashes the parser`() {
        let pieces = [
            "ensemble", "3", "run", "until", "(", ")", "{", "}", "|", "=", "<", "s1", "c1",
            "leader",
            "not", "and", "in", "world", "x", "\"q\"", "\"", "#", ";", "\n", "count", "create",
            "/a",
            "-e", "multi", "1:1", "5s", "after", "lost", "second", "follower", "log", "…", "🦜",
            "\0",
        ]
        var state: UInt64 = 7
        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<8 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count] + (state >> 20 & 3 == 0 ? "" : " ")
            }
            _ = try? ScenarioParser.commands(in: text)
            _ = try? Predicate(parsing: text)
        }
    }
}
