/// Where this project does on purpose what newer releases of ZooKeeper do, or what its documents say,
/// and Debian's 3.8.0 does not. What both do is part of the table, to the last field.
struct KnownDifference: Sendable {
    let script: String
    /// The step and all that it brings, with Apache ZooKeeper 3.8.0 as Debian ships it.
    let apache: String
    let ours: String
    let source: String

    /// The step, and what it brings on either side, line by line.
    private init(
        _ script: String, _ step: String, apache: [String], ours: [String], _ source: String
    ) {
        self.script = script
        self.apache = ([step] + apache).joined(separator: "\n    ")
        self.ours = ([step] + ours).joined(separator: "\n    ")
        self.source = source
    }

    static let all: [KnownDifference] = burned + checks + watches + requests

    /// 3.8.0 spends a zxid on a write that it cannot read, and proposes its error.
    private static let burned: [KnownDifference] = Script.unreadable.filter {
        [1, 2, 5, 7, 14, 15, 19, 21].contains($0.opcode)
    }.flatMap { call -> [KnownDifference] in
        let source = "newer releases read the body before they give a zxid"
        return [
            Self(call.text, "c1 \(call.text)", apache: ["-5 at +2"], ours: ["-5 at +1"], source),
            Self(
                call.text, "c1 looks", apache: ["0 xid -2 at +2"], ours: ["0 xid -2 at +1"], source),
        ]
    }

    /// 3.8.0 looks whether anybody watches, and knows two kinds.
    private static let checks: [KnownDifference] =
        ([
            ("/a type 1", "0", "-121"), ("/b type 1", "0", "-121"), ("/a type 2", "0", "-121"),
            ("/b type 2", "0", "-121"), ("/a type 4", "-5", "0"), ("/b type 4", "-5", "-121"),
            ("/a type 5", "-5", "-121"), ("/b type 5", "-5", "0"),
        ].map { check, apache, ours in
            Self(
                "watch types", "c1 checkWatches \(check)", apache: ["\(apache) at +2"],
                ours: ["\(ours) at +2"], "ZOOKEEPER-4466 (3.9.0)")
        })
        + ["/a type 4", "/b type 5"].map {
            Self(
                "watch types", "c1 removeWatches \($0)", apache: ["-5 at +2"], ours: ["0 at +2"],
                "ZOOKEEPER-4466 (3.9.0)")
        }
        + [
            Self(
                "watch types", "c1 create /b \"\"",
                apache: ["event 1 3 /b (zxid -1, 0)", "0 at +3 /b"], ours: ["0 at +3 /b"],
                "the watch was removed just before"),
            Self(
                "watch types", "c1 set /a \"x\" -1",
                apache: ["event 3 3 /a (zxid -1, 0)", "0 at +4 \(setStat)"],
                ours: ["0 at +4 \(setStat)"], "the watch was removed just before"),
            Self(
                "checking another's watch", "c2 checkWatches /a type 2", apache: ["0 at +3"],
                ours: ["-121 at +3"], "ZOOKEEPER-4466 (3.9.0) asks for the watcher itself"),
        ]
        + ["a", "null"].map {
            Self(
                "watches on what is no path", "c1 checkWatches \($0) type 2",
                apache: ["-5 at +1"], ours: ["-121 at +1"],
                "3.8.0 looks for the last slash, and trips; 3.9 just looks the path up")
        }

    private static let setStat =
        "(czxid +2 mzxid +4 pzxid +2 ctime now mtime now versions 1 0 0 owner 0 length 1 children 0)"

    /// In 3.8.0 a connection has one watch on a path, of the kind that came last.
    private static let watches: [KnownDifference] = [
        Self(
            "a one-shot watch beside a persistent one", "c2 looks", apache: ["0 xid -2 at +5"],
            ours: ["event 3 3 /a (zxid -1, 0)", "0 xid -2 at +5"], "ZOOKEEPER-4466 (3.9.0)"),
        Self(
            "a recursive watch after a persistent one", "c2 looks",
            apache: ["event 1 3 /a/b (zxid -1, 0)", "0 xid -2 at +4"],
            ours: [
                "event 1 3 /a/b (zxid -1, 0)", "event 4 3 /a (zxid -1, 0)", "0 xid -2 at +4",
            ], "ZOOKEEPER-4466 (3.9.0)"),
    ]

    private static let requests: [KnownDifference] =
        [
            Self(
                "a multi of every kind of create",
                "c1 multi [create2 /q \"\", create2 /q/r \"x\"]",
                apache: ["0 at +3 1 0 /q; 1 0 /q/r; end -1 -1"],
                ours: ["0 at +3 15 0 /q \(multiStat(0)); 15 0 /q/r \(multiStat(1)); end -1 -1"],
                "ZOOKEEPER-4026 (3.8.2)"),
            Self(
                "a multi of reads", "c1 multiRead [set /a \"y\" -1]",
                apache: ["-5 at +3 and 9 bytes more"], ours: ["-5 at +3"],
                "an error has no body; 3.8.0 sends what it had of one"),
            Self(
                "check stands only in a multi", "c1 check /a 0, then ping",
                apache: ["0 xid -2 at +3"], ours: ["-6 at -1", "end"],
                "an unknown opcode since 3.8.5"),
            Self(
                "a session comes back with its password", "c1 ping", apache: ["end"],
                ours: ["0 xid -2 at +2"],
                "hardening: the password is checked before anything else happens to the session"),
        ]
        + Script.nullsInMultis.map {
            Self(
                $0.text, "c1 \($0.text)", apache: ["-5 at +1 and 9 bytes more"],
                ours: ["-5 at +1"], "an error has no body; 3.8.0 sends what it had of one")
        }

    private static func multiStat(_ length: Int) -> String {
        "(czxid +3 mzxid +3 pzxid +3 ctime now mtime now versions 0 0 0 owner 0 length \(length) "
            + "children 0)"
    }
}

/// What two sides made of one script.
struct Comparison {
    /// Steps that brought something else, and should not have.
    private(set) var findings: [String] = []

    init(of script: Script, ours: [String], apache: [String], on side: String) {
        var known = KnownDifference.all.filter { $0.script == script.name }
        for (mine, theirs) in zip(ours, apache) where mine != theirs {
            if let index = known.firstIndex(where: { $0.ours == mine && $0.apache == theirs }) {
                known.remove(at: index)
            } else {
                findings.append("\(side): \(mine)\nApache ZooKeeper: \(theirs)")
            }
        }
        findings += known.map { "no longer different on \(side): \($0.apache)" }
    }
}
