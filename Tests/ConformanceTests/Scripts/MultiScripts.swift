extension Script {
    static let multis: [Script] = [
        Script(
            "a multi is one transaction",
            [
                .open(1),
                .call(1, .multi([.create("/a", "1"), .create("/a/b"), .set("/a", "2", 0)])),
                .call(1, .get("/a")), .call(1, .get("/a/b")), .call(1, .ping),
                .call(1, .multi([.check("/a", 1), .delete("/a/b"), .delete("/a", 1)])),
                .call(1, .exists("/a")), .call(1, .multi([])), .call(1, .ping),
            ]),
        Script(
            "a multi of every kind of create",
            [
                .open(1),
                .call(
                    1,
                    .multi([
                        .create("/p"), .create("/p/s-", "", .sequential),
                        .create("/p/s-", "", .sequential), .create("/p/e", "", .ephemeral),
                        .create("/p/c", "", .container), .createTTL("/p/t", ttl: 100_000),
                    ])),
                .call(1, .children2("/p")), .call(1, .exists("/p/e")), .call(1, .exists("/p/c")),
                .call(1, .exists("/p/t")),
                .call(1, .multi([.create2("/q"), .create2("/q/r", "x")])),
                .call(1, .exists("/q")),
            ]),
        Script(
            "creates in a multi that say two things",
            [.open(1), .call(1, .create("/p"))]
                + ([(1, 4), (1, 7), (15, 4), (15, -1), (19, 0), (19, 1), (19, 7)]
                as [(Int32, Int32)]).map {
                    .call(1, .multi([.create("/p/\($0)-\($1)", "", flags: $1, opcode: $0)]))
                }
                + ([0, 2, 4, 5, 6, 7] as [Int32]).map {
                    .call(
                        1, .multi([.create("/p/t\($0)", "", flags: $0, opcode: 21, ttl: 100_000)]))
                }
                + ([(1, 5), (1, 6), (15, 5), (19, 6)] as [(Int32, Int32)]).map {
                    .call(
                        1,
                        .multi([
                            .create("/p/first"), .create("/p/x", "", flags: $1, opcode: $0),
                        ]))
                } + [
                    .call(1, .multi([.delete("/none"), .create("/p/x", "", flags: 5)])),
                    .call(1, .children2("/p")), .call(1, .exists("/p/1-4")),
                    .call(1, .exists("/p/19-1")), .call(1, .exists("/p/t4")),
                ]),
        Script(
            "a multi fails as a whole",
            [
                .open(1),
                .call(1, .create("/a")),
                .call(1, .multi([.create("/b"), .create("/a"), .create("/c")])),
                .call(1, .exists("/b")), .call(1, .exists("/c")), .call(1, .ping),
                .call(1, .multi([.set("/a", "x"), .set("/a", "y", 0)])), .call(1, .get("/a")),
                .call(1, .multi([.delete("/none"), .set("/a", "z")])), .call(1, .get("/a")),
                .call(1, .multi([.check("/a", 3), .delete("/a")])), .call(1, .exists("/a")),
                .call(1, .multi([.check("/none", -1)])), .call(1, .multi([.check("/a", -1)])),
                .call(1, .multi([.create("/s-", "", .sequential), .delete("/none")])),
                .call(1, .create("/a/s-", "", .sequential)),
                .call(1, .multi([.create("/a/s-", "", .sequential), .delete("/none")])),
                .call(1, .create("/a/s-", "", .sequential)), .call(1, .children("/a")),
                .call(1, .exists("/a")),
                .call(1, .multi([.create("/x"), .create("/x/y"), .delete("/x")])),
                .call(1, .multi([.create("/x"), .create("/x/y"), .delete("/x/y"), .delete("/x")])),
                .call(1, .exists("/x")),
                .call(1, .multi([.create("/bad/"), .create("/ok")])),
                .call(1, .multi([.create("/ok"), .create("/ok", acl: [])])),
            ]),
        Script(
            "a multi of reads",
            [
                .open(1),
                .call(1, .create("/a", "x")), .call(1, .create("/a/b")),
                .call(
                    1, .multiRead([.get("/a"), .children("/a"), .get("/a/b"), .children("/a/b")])),
                .call(1, .multiRead([.get("/none"), .get("/a"), .children("/none")])),
                .call(1, .multiRead([])), .call(1, .ping),
                .call(1, .multiRead([.set("/a", "y")])), .call(1, .multiRead([.exists("/a")])),
                .call(1, .multiRead([.get("/a", watch: true), .children("/a", watch: true)])),
                .call(1, .set("/a", "z")), .call(1, .create("/a/c")), .look(1),
                .call(1, .create("/secret", "s", acl: [.world(16)])),
                .call(1, .multiRead([.get("/secret"), .children("/secret"), .get("/a")])),
            ]),
        Script(
            "a multi of very many checks",
            [
                .open(1), .call(1, .create("/a")),
                .call(1, .many(33_000, .check("/a", 0), read: false)),
                .call(1, .many(33_000, .check("/a", 1), read: false)), .call(1, .ping),
            ]),
        Script(
            "events of a multi come in its order",
            [
                .open(1), .open(2),
                .call(1, .create("/a")), .call(2, .get("/a", watch: true)),
                .call(2, .children("/a", watch: true)), .call(2, .exists("/b", watch: true)),
                .call(
                    1,
                    .multi([
                        .create("/b"), .set("/a", "x"), .create("/a/c"), .delete("/a/c"),
                        .delete("/a"),
                    ])),
                .look(2),
            ]),
        Script(
            "check stands only in a multi",
            [
                .open(1), .call(1, .create("/a")), .silent(1, .check("/a", 0)),
            ]),
    ]

    /// What a multi does not hold.
    static let notInMultis: [Call] = [
        .get("/a"), .exists("/a"), .children("/a"), .setACL("/a", [.open]), .sync("/a"),
        .multi([.set("/a", "z")]), .multiRead([.get("/a")]),
    ].map { .multi([.set("/a", "y"), $0]) }
}
