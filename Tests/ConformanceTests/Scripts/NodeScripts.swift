extension Script {
    /// Creating, reading, changing and deleting nodes, and what their Stats say.
    static let nodes: [Script] = [
        Script(
            "the tree at first", on: .plain,
            [
                .open(1),
                .call(1, .get("/")), .call(1, .exists("/")), .call(1, .getACL("/")),
                .call(1, .children("/")), .call(1, .children2("/")), .call(1, .children("")),
                .call(1, .get("/zookeeper")), .call(1, .getACL("/zookeeper")),
                .call(1, .get("/zookeeper/config")), .call(1, .getACL("/zookeeper/config")),
                .call(1, .get("/zookeeper/quota")), .call(1, .children2("/zookeeper")),
                .call(1, .allChildrenNumber("/")), .call(1, .allChildrenNumber("/zookeeper")),
                .call(1, .ephemerals("/")), .call(1, .ping),
            ]),
        Script(
            "create, read, change, delete",
            [
                .open(1),
                .call(1, .create("/a", "one")), .call(1, .get("/a")), .call(1, .exists("/a")),
                .call(1, .set("/a", "four")), .call(1, .get("/a")),
                .call(1, .set("/a", "five", 1)), .call(1, .set("/a", "six", 1)),
                .call(1, .create2("/a/b", "two")), .call(1, .get("/a")), .call(1, .children("/a")),
                .call(1, .children2("/a")), .call(1, .create2("/a/c", "three")),
                .call(1, .children2("/a")), .call(1, .delete("/a")), .call(1, .delete("/a/b")),
                .call(1, .exists("/a")), .call(1, .delete("/a/c", 1)), .call(1, .delete("/a/c", 0)),
                .call(1, .exists("/a")), .call(1, .delete("/a", 2)), .call(1, .exists("/a")),
                .call(1, .delete("/a")),
            ]),
        Script(
            "null and empty data",
            [
                .open(1),
                .call(1, .create("/n", nil)), .call(1, .get("/n")), .call(1, .exists("/n")),
                .call(1, .create("/e", "")), .call(1, .get("/e")), .call(1, .exists("/e")),
                .call(1, .set("/n", "x")), .call(1, .get("/n")), .call(1, .set("/n", nil)),
                .call(1, .get("/n")),
            ]),
        Script(
            "missing and present",
            [
                .open(1),
                .call(1, .create("/a/b")), .call(1, .create("/")), .call(1, .create("/a")),
                .call(1, .create("/a")), .call(1, .create2("/a")), .call(1, .get("/b")),
                .call(1, .exists("/b")), .call(1, .set("/b", "x")), .call(1, .delete("/b")),
                .call(1, .children("/b")), .call(1, .children2("/b")), .call(1, .getACL("/b")),
                .call(1, .setACL("/b", [.open])), .call(1, .allChildrenNumber("/b")),
                .call(1, .sync("/b")), .call(1, .sync("/a")), .call(1, .delete("/a/b")),
                .call(1, .delete("/b/c")), .call(1, .set("/a", "x", 7)), .call(1, .delete("/a", 7)),
                .call(1, .setACL("/a", [.open], 7)),
            ]),
        Script(
            "refusals take a zxid",
            [
                .open(1), .call(1, .ping),
                .call(1, .create("/x/y")), .call(1, .ping), .call(1, .delete("/x")),
                .call(1, .ping),
                .call(1, .set("/x", "")), .call(1, .ping), .call(1, .get("/x")), .call(1, .ping),
                .call(1, .create("/x")), .call(1, .get("/x")),
            ]),
        Script(
            "children's creations and deletions are counted",
            [
                .open(1),
                .call(1, .create("/p")), .call(1, .create("/p/1")), .call(1, .create("/p/2")),
                .call(1, .exists("/p")), .call(1, .delete("/p/1")), .call(1, .exists("/p")),
                .call(1, .create("/p/1")), .call(1, .exists("/p")), .call(1, .set("/p/1", "x")),
                .call(1, .exists("/p")), .call(1, .create("/p/1/deep")), .call(1, .exists("/p")),
                .call(1, .allChildrenNumber("/p")), .call(1, .allChildrenNumber("/p/1")),
                .call(1, .allChildrenNumber("/p/2")),
            ]),
        Script(
            "sequence numbers",
            [
                .open(1),
                .call(1, .create("/s")), .call(1, .create("/s/n-", "", .sequential)),
                .call(1, .create("/s/n-", "", .sequential)), .call(1, .create("/s/plain")),
                .call(1, .create("/s/n-", "", .sequential)),
                .call(1, .create("/s/", "", .sequential)),
                .call(1, .delete("/s/plain")), .call(1, .create("/s/e-", "", .ephemeralSequential)),
                .call(1, .create2("/s/m-", "", .sequential)), .call(1, .children("/s")),
                .call(1, .exists("/s")), .call(1, .create("/none/n-", "", .sequential)),
                .call(1, .create("/s/n-", "", .sequential)),
            ]),
        Script(
            "paths that are none, for writes",
            [
                .open(1), .call(1, .create("/a")),
            ]
                + Script.badPaths.flatMap { path -> [Step] in
                    [
                        .call(1, .create(path)), .call(1, .set(path, "x")), .call(1, .delete(path)),
                        .call(1, .setACL(path, [.open])), .call(1, .multi([.check(path, -1)])),
                    ]
                }),
        Script(
            "paths that are none, for reads",
            [
                .open(1), .call(1, .create("/a")),
            ]
                + Script.badPaths.flatMap { path -> [Step] in
                    [
                        .call(1, .get(path)), .call(1, .exists(path)), .call(1, .children(path)),
                        .call(1, .getACL(path)), .call(1, .sync(path)),
                    ]
                }),
        Script(
            "sequential paths that are none",
            [
                .open(1), .call(1, .create("/a")),
                .call(1, .create("/a//", "", .sequential)), .call(1, .create("/", "", .sequential)),
                .call(1, .create("/a/..", "", .sequential)),
                .call(1, .create("a", "", .sequential)),
            ]),
        Script(
            "null as a path that is only looked at",
            [
                .open(1), .call(1, .set(nil, "x")), .call(1, .setACL(nil, [.open])),
                .call(1, .removeWatches(nil, 2)), .call(1, .ping),
            ]),
        Script(
            "built-in nodes",
            [
                .open(1),
                .call(1, .delete("/")), .call(1, .delete("/zookeeper")),
                .call(1, .delete("/zookeeper/quota")), .call(1, .delete("/zookeeper/config")),
                .call(1, .create("/zookeeper")), .call(1, .set("/zookeeper/config", "x")),
                .call(1, .set("/", "root")), .call(1, .get("/")), .call(1, .set("/", nil)),
                .call(1, .create("/zookeeper/config/x")), .call(1, .create("/zookeeper/mine", "x")),
                .call(1, .get("/zookeeper/mine")), .call(1, .delete("/zookeeper/mine")),
            ]),
        Script(
            "create flags",
            [
                .open(1)
            ]
                + [-1, 4, 5, 6, 7, 100].flatMap { flags -> [Step] in
                    [
                        .call(1, .create("/f\(flags)", "", flags: Int32(flags))),
                        .call(1, .exists("/f\(flags)")),
                        .call(1, .create("/g\(flags)", "", flags: Int32(flags), opcode: 15)),
                    ]
                } + [
                    .call(1, .create("/h0", "", flags: 0, opcode: 19)), .call(1, .exists("/h0")),
                    .call(1, .create("/h1", "", flags: 1, opcode: 19)), .call(1, .exists("/h1")),
                    .call(1, .create("/h0", "", flags: 0, opcode: 21, ttl: 10)),
                    .call(1, .create("/h2", "", flags: 1, opcode: 21, ttl: 10)),
                ]),
        Script(
            "many requests at once are answered in order",
            [
                .open(1),
                .calls(1, [.create("/a", "0")] + (1...20).map { .set("/a", "\($0)", $0 - 1) }),
                .calls(
                    1, (0..<10).flatMap { [.set("/a", "x\($0)"), .get("/a"), .exists("/none")] }),
                .calls(1, [.get("/a"), .ping, .get("/a"), .ping, .sync("/a"), .get("/a")]),
            ]),
        Script(
            "data up to the limit of a frame", sockets: true,
            [
                .open(1),
                .call(1, .create("/big", String(repeating: "x", count: 1_000_000))),
                .call(1, .exists("/big")), .call(1, .set("/big", "")),
                // Length, path, data, version and header make a frame of 1,048,575 bytes.
                .call(1, .set("/big", String(repeating: "y", count: 0xfffff - 8 - 8 - 4 - 4))),
                .call(1, .exists("/big")),
                .call(1, .set("/big", String(repeating: "z", count: 0xfffff - 8 - 8 - 4 - 3))),
                .awaitEnd(1), .open(2), .call(2, .exists("/big")), .call(2, .set("/big", "")),
            ]),
        Script(
            "names in other scripts",
            [
                .open(1),
                .call(1, .create("/žluť", "ěšč")), .call(1, .get("/žluť")),
                .call(1, .children("/")),
                .call(1, .create("/日本/x")), .call(1, .create("/日本", "語")), .call(1, .get("/日本")),
                .call(1, .create("/😀")), .call(1, .create("/\u{e000}")),
                .call(1, .create("/a b\tc")),
                .call(1, .create("/a b")), .call(1, .get("/a b")),
            ]),
    ]

    private static let badPaths = [
        "", "a", "a/b", "/a/", "//", "//a", "/a//b", "/.", "/..", "/a/.", "/a/../b", "/a/./b",
        "/a\u{0}b", "/\u{1}", "/a\u{1f}", "/\u{7f}", "/\u{9f}", "/\u{f8ff}", "/\u{fff0}",
        "/\u{ffff}",
        "/...", "/a.", "/.a",
    ]
}
