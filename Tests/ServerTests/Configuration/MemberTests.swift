import Testing

@testable import Server

@Suite struct `Members of an ensemble` {
    private func read(_ text: String, myid: String? = nil) -> ConfigurationReading {
        ConfigurationReading(Array(("dataDir=/d\n" + text).utf8), file: "zoo.cfg") { _ in myid }
    }

    @Test(arguments: [
        ("h:2888:3888", "h:2888:3888:participant"),
        ("h:2888:3888:Observer", "h:2888:3888:observer"),
        ("h:2888:3888;2181", "h:2888:3888:participant;0.0.0.0:2181"),
        ("h:2888:3888:participant;c:2181", "h:2888:3888:participant;c:2181"),
        ("[::1]:2888:3888:observer;[fe80::1]:2181", "[::1]:2888:3888:observer;[fe80::1]:2181"),
    ]) func `a line is read, and shown in the canonical form`(line: String, canonical: String)
        throws
    {
        #expect(try Member(id: 1, line).description == canonical)
    }

    @Test(arguments: [
        ("h", "is not host:quorumPort:electionPort[:role][;clientPort]: h"),
        (
            "h:1:2:observer:3",
            "is not host:quorumPort:electionPort[:role][;clientPort]: h:1:2:observer:3"
        ),
        ("h::2", "has an empty part between colons: h::2"),
        ("h:1:1", "has the same quorum and election port: h:1:1"),
        ("h:0:1", "has the quorum port \"0\"; it is a number from 1 to 65535: h:0:1"),
        ("h:1:65536", "has the election port \"65536\"; it is a number from 1 to 65535: h:1:65536"),
        ("h:1:2:boss", "has the role \"boss\"; it is participant or observer: h:1:2:boss"),
        ("h:1:2;a:b:3", "has a client address that is not [host:]port: h:1:2;a:b:3"),
        ("h:1:2;x", "has the client port \"x\"; it is a number from 1 to 65535: h:1:2;x"),
        ("h:1:2;3;4", "has more than one \";\": h:1:2;3;4"),
        ("[::1:2:3", "has no \"]\": [::1:2:3"),
        ("[::1]", "has no port behind the address in brackets: [::1]"),
        ("a:1:2|b:1:2", "has several addresses, which are not supported; give one: a:1:2|b:1:2"),
    ]) func `a broken line says what is broken`(line: String, told: String) {
        let problems = read("clientPort=1\nserver.1=\(line)").problems
        #expect(problems.map(\.description) == ["zoo.cfg:3: error: server.1 \(told)"])
    }

    private static let three = """
        clientPort=2181
        initLimit=10
        syncLimit=5
        server.1=a:2888:3888
        server.2=b:2888:3888
        server.3=c:2888:3888

        """

    @Test func `three servers make an ensemble, in canonical text`() {
        let reading = read(Self.three, myid: "2\n")
        #expect(reading.problems == [])
        #expect(reading.configuration.isEnsemble)
        #expect(reading.configuration.serverID == 2)
        #expect(
            reading.configuration.membership == """
                server.1=a:2888:3888:participant
                server.2=b:2888:3888:participant
                server.3=c:2888:3888:participant
                version=0
                """)
    }

    @Test func `one server is no ensemble, unless it shall run as a quorum`() {
        let one = "clientPort=2181\nserver.1=a:2888:3888\n"
        #expect(read(one).problems == [])
        #expect(!read(one).configuration.isEnsemble)
        let quorum = read(one + "standaloneEnabled=false\ninitLimit=1\nsyncLimit=1\n", myid: "1")
        #expect(quorum.problems == [])
        #expect(quorum.configuration.isEnsemble)
    }

    @Test(arguments: [
        (
            "server.1=a:1:2:observer", nil,
            ["zoo.cfg:3: error: server.1 is an observer, and there is no participant to observe"]
        ),
        (
            "server.1=a:1:2\nserver.2=a:1:2:observer", nil,
            ["zoo.cfg:3: error: server.1 is the only participant; observers need a quorum"]
        ),
        (
            "server.1=a:1:2\nserver.2=b:1:2", nil,
            [
                "zoo.cfg:3: warning: server.1 is one of 2 participants; an even number stands no more failures than one less",
                "zoo.cfg: error: initLimit is not set; an ensemble needs it",
                "zoo.cfg: error: syncLimit is not set; an ensemble needs it",
                "zoo.cfg: error: /d/myid is missing; it says which server this is",
            ]
        ),
        (
            "server.x1=a:1:2", nil,
            ["zoo.cfg:3: warning: server.x1 is an unknown key and changes nothing"]
        ),
        ("server.-1=a:1:2", nil, ["zoo.cfg:3: error: server.-1 is not server.N with a number"]),
        (
            "weight.1=x", nil,
            ["zoo.cfg:3: error: weight.1 is \"x\"; it takes a whole number of at least 0"]
        ),
        (
            "group.1=1:x", nil,
            ["zoo.cfg:3: error: group.1 is \"1:x\"; it takes server ids, as 1:2:3"]
        ),
        ("tickTime=1", "two", ["zoo.cfg: error: /d/myid holds no server id: \"two\""]),
        (
            "server.1=a:1:2;2182", "1",
            ["zoo.cfg:2: error: clientPort is 2181, but server.1 says 2182"]
        ),
        (
            "server.1=a:1:2\npeerType=observer", "1",
            ["zoo.cfg:4: warning: peerType is not what server.1 says, which counts"]
        ),
    ]) func `members that do not fit together`(lines: String, myid: String?, told: [String]) {
        #expect(read("clientPort=2181\n" + lines, myid: myid).problems.map(\.description) == told)
    }

    @Test(arguments: [
        ("group.1=1:2:3\nweight.1=2", []),
        ("group.1=1:2", ["zoo.cfg:7: error: server.3 is in no group"]),
        ("group.1=1:2:3:4", ["zoo.cfg:8: error: group.1 names 4, but there is no server.4"]),
        (
            "group.1=1:2:3\ngroup.2=3",
            ["zoo.cfg:9: error: group.2 names 3, which is in a group already"]
        ),
        ("weight.1=2", ["zoo.cfg:8: error: weight.1 needs groups; there is no group.N"]),
    ]) func `groups hold every participant once`(lines: String, told: [String]) {
        #expect(read(Self.three + lines, myid: "1").problems.map(\.description) == told)
    }

    @Test func `an id that is not in the list cannot take part`() {
        #expect(
            read(Self.three, myid: "9").problems.map(\.description) == [
                "zoo.cfg: error: myid is 9, but there is no server.9"
            ])
    }

    @Test func `the client port may stand in the server's own line`() {
        let reading = read("server.1=a:1:2;127.0.0.1:2182", myid: "1")
        #expect(reading.problems == [])
        #expect(reading.configuration.clientPort == 2_182)
        #expect(reading.configuration.clientPortAddress == "127.0.0.1")
    }
}
