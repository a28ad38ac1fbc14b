extension Script {
    static let watches: [Script] = [
        Script(
            "one-shot watches",
            [
                .open(1), .open(2),
                .call(2, .exists("/a", watch: true)), .call(1, .create("/a")), .look(2),
                .call(1, .set("/a", "x")), .look(2),
                .call(2, .get("/a", watch: true)), .call(1, .set("/a", "y")),
                .call(1, .set("/a", "z")), .look(2),
                .call(2, .exists("/a", watch: true)), .call(1, .set("/a", "w")), .look(2),
                .call(2, .exists("/a", watch: true)), .call(1, .delete("/a")), .look(2),
                .call(2, .get("/a", watch: true)), .call(1, .create("/a")), .look(2),
                .call(2, .children("/a", watch: true)), .call(1, .create("/a/b")),
                .call(1, .create("/a/c")), .look(2),
                .call(2, .children2("/a", watch: true)), .call(1, .delete("/a/b")), .look(2),
                .call(2, .children2("/a", watch: true)), .call(1, .set("/a/c", "x")),
                .call(1, .set("/a", "x")), .look(2), .call(1, .delete("/a/c")), .look(2),
                .call(2, .children("/none", watch: true)), .call(1, .create("/none")), .look(2),
                .call(2, .get("/a", watch: true)), .call(1, .setACL("/a", [.open])), .look(2),
            ]),
        Script(
            "one event for many watches",
            [
                .open(1), .open(2),
                .call(1, .create("/p")), .call(1, .create("/p/a")),
                .call(2, .get("/p/a", watch: true)), .call(2, .exists("/p/a", watch: true)),
                .call(2, .children("/p/a", watch: true)), .call(2, .children("/p", watch: true)),
                .call(2, .get("/p", watch: true)), .call(1, .delete("/p/a")), .look(2),
                .call(1, .delete("/p")), .look(2),
            ]),
        Script(
            "one's own events come before the reply",
            [
                .open(1),
                .call(1, .exists("/a", watch: true)), .call(1, .create("/a")),
                .call(1, .get("/a", watch: true)), .call(1, .children("/", watch: true)),
                .call(1, .children("/a", watch: true)), .call(1, .set("/a", "x")),
                .call(1, .create("/a/b")), .call(1, .get("/a", watch: true)),
                .call(1, .get("/a/b", watch: true)),
                .calls(1, [.set("/a", "y"), .get("/a"), .delete("/a/b"), .delete("/a")]),
            ]),
        Script(
            "ephemeral nodes tell when their session closes",
            [
                .open(1), .open(2),
                .call(1, .create("/p")), .call(1, .create("/p/e1", "", .ephemeral)),
                .call(2, .exists("/p/e1", watch: true)),
                .call(2, .children("/p", watch: true)), .close(1), .look(2),
                .call(2, .children("/p")),
            ]),
        Script(
            "watches go with the connection",
            [
                .open(1), .open(2),
                .call(1, .create("/a")), .call(2, .get("/a", watch: true)), .drop(2),
                .reopen(2, as: 2), .call(1, .set("/a", "x")), .look(2),
            ]),
        Script(
            "setWatches",
            [
                .open(1), .open(2),
                .call(1, .create("/a")), .call(1, .create("/b")), .call(1, .create("/c")),
                .call(1, .create("/c/d")), .call(1, .set("/b", "x")), .call(1, .ping),
                // Everything was seen: all of them are set.
                .call(
                    2,
                    .setWatches(
                        data: ["/a", "/b"], exist: ["/none"], child: ["/c"], since: 7)),
                .look(2),
                .call(1, .set("/a", "y")), .call(1, .create("/none")), .call(1, .create("/c/e")),
                .call(1, .delete("/b")), .look(2),
                // Nothing was seen: all of them fire.
                .call(
                    2,
                    .setWatches(
                        data: ["/a", "/b"], exist: ["/none", "/still"], child: ["/c", "/gone"],
                        since: 0)),
                .look(2), .call(1, .create("/still")), .look(2),
                .call(2, .setWatches(data: [], exist: [], child: [], since: 0)),
                .call(2, .setWatches(data: ["/c"], exist: ["/a"], child: ["/a"], since: 5)),
                .call(1, .delete("/c/d")), .look(2),
            ]),
        Script(
            "setWatches with the newer kinds",
            [
                .open(1), .open(2),
                .call(1, .create("/a")), .call(1, .create("/b")),
                .call(
                    2,
                    .setWatches(
                        data: ["/a"], exist: ["/x"], child: ["/a"], persistent: ["/a", "/none"],
                        recursive: ["/b"], since: 100)),
                .look(2), .call(1, .create("/b/c")), .call(1, .create("/b/c/d")), .look(2),
                .call(1, .create("/none")), .call(1, .set("/none", "x")), .look(2),
                .call(1, .create("/x")), .look(2),
            ]),
        Script(
            "setWatches is not checked for reading",
            [
                .open(1), .open(2),
                .call(1, .create("/a", "x", acl: [.world(16)])),
                .call(2, .setWatches(data: ["/a"], child: ["/a"], since: 0)), .look(2),
            ]),
        Script(
            "persistent watches",
            [
                .open(1), .open(2),
                .call(2, .addWatch("/a", mode: 0)), .call(1, .create("/a")), .look(2),
                .call(1, .set("/a", "x")), .call(1, .set("/a", "y")), .look(2),
                .call(1, .create("/a/b")), .call(1, .set("/a/b", "x")), .call(1, .create("/a/b/c")),
                .call(1, .delete("/a/b/c")), .call(1, .delete("/a/b")), .look(2),
                .call(1, .delete("/a")), .call(1, .create("/a")), .look(2),
                .call(2, .addWatch("/a", mode: 0)), .call(1, .set("/a", "z")), .look(2),
            ]),
        Script(
            "recursive watches",
            [
                .open(1), .open(2),
                .call(2, .addWatch("/a", mode: 1)), .call(1, .create("/a")),
                .call(1, .create("/a/b")), .call(1, .create("/a/b/c")),
                .call(1, .set("/a/b/c", "x")),
                .call(1, .create("/ab")), .call(1, .delete("/a/b/c")), .call(1, .delete("/a/b")),
                .call(1, .delete("/a")), .look(2),
                .call(2, .addWatch("/", mode: 1)), .call(1, .create("/z")),
                .call(1, .set("/z", "x")),
                .call(1, .delete("/ab")), .look(2),
            ]),
        Script(
            "watch modes that are none",
            [
                .open(1), .call(1, .create("/a")), .call(1, .addWatch("/a", mode: 2)),
                .call(1, .addWatch("/a", mode: -1)), .call(1, .addWatch("/a", mode: 0)),
                .call(1, .addWatch("bad", mode: 0)), .call(1, .addWatch("/a/", mode: 0)),
            ]),
        Script(
            "persistent and one-shot together",
            [
                .open(1), .open(2), .open(3),
                .call(1, .create("/a")), .call(1, .create("/b")), .call(1, .create("/c")),
                .call(2, .addWatch("/a", mode: 0)), .call(2, .addWatch("/a/x", mode: 0)),
                .call(1, .create("/a/x")), .look(2),
                .call(3, .addWatch("/b", mode: 1)), .call(3, .addWatch("/b/y", mode: 0)),
                .call(1, .create("/b/y")), .call(1, .create("/b/y/z")), .look(3),
            ]),
        Script(
            "a one-shot watch beside a persistent one",
            [
                .open(1), .open(2),
                .call(1, .create("/a")), .call(2, .addWatch("/a", mode: 0)),
                .call(2, .get("/a", watch: true)), .call(1, .set("/a", "x")), .look(2),
                .call(1, .set("/a", "y")), .look(2),
            ]),
        Script(
            "a recursive watch after a persistent one",
            [
                .open(1), .open(2),
                .call(1, .create("/a")), .call(2, .addWatch("/a", mode: 0)),
                .call(2, .addWatch("/a", mode: 1)), .call(1, .create("/a/b")), .look(2),
                .call(1, .set("/a/b", "x")), .look(2), .call(1, .set("/a", "x")), .look(2),
            ]),
        Script(
            "removing and checking watches",
            [
                .open(1), .open(2),
                .call(1, .create("/a")), .call(2, .checkWatches("/a", 2)),
                .call(2, .removeWatches("/a", 2)), .call(2, .get("/a", watch: true)),
                .call(2, .checkWatches("/a", 2)), .call(2, .checkWatches("/a", 1)),
                .call(2, .checkWatches("/a", 3)), .call(2, .removeWatches("/a", 1)),
                .call(2, .removeWatches("/a", 2)), .call(2, .checkWatches("/a", 2)),
                .call(1, .set("/a", "x")), .look(2), .call(2, .children("/a", watch: true)),
                .call(2, .checkWatches("/a", 1)), .call(2, .removeWatches("/a", 1)),
                .call(1, .create("/a/b")), .look(2), .call(2, .get("/a", watch: true)),
                .call(2, .children("/a", watch: true)), .call(2, .removeWatches("/a", 3)),
                .call(2, .removeWatches("/a", 3)), .call(1, .set("/a", "y")),
                .call(1, .create("/a/c")), .look(2), .call(2, .exists("/none", watch: true)),
                .call(2, .checkWatches("/none", 2)), .call(2, .removeWatches("/none", 3)),
                .call(1, .create("/none")), .look(2), .call(2, .removeWatches("bad", 3)),
            ]),
        Script(
            "removing what adding added",
            [
                .open(1), .open(2),
                .call(1, .create("/a")), .call(2, .addWatch("/a", mode: 0)),
                .call(2, .checkWatches("/a", 3)), .call(2, .removeWatches("/a", 3)),
                .call(2, .checkWatches("/a", 3)), .call(1, .set("/a", "x")), .look(2),
                .call(2, .addWatch("/a", mode: 1)), .call(2, .removeWatches("/a", 3)),
                .call(1, .create("/a/b")), .look(2),
            ]),
        Script(
            "watch types",
            [
                .open(1), .call(1, .create("/a")), .call(1, .addWatch("/a", mode: 0)),
                .call(1, .addWatch("/b", mode: 1)),
            ]
                + [Int32](0...6).flatMap { type -> [Step] in
                    [.call(1, .checkWatches("/a", type)), .call(1, .checkWatches("/b", type))]
                } + [
                    .call(1, .removeWatches("/a", 4)), .call(1, .removeWatches("/b", 5)),
                    .call(1, .create("/b")), .call(1, .set("/a", "x")), .look(1),
                ]),
        Script(
            "watches on what is no path",
            [.open(1)]
                + ["a", "a/b", "", "//", nil].flatMap { path -> [Step] in
                    [.call(1, .checkWatches(path, 2)), .call(1, .removeWatches(path, 2))]
                }),
        Script(
            "checking another's watch",
            [
                .open(1), .open(2), .call(1, .create("/a")), .call(1, .get("/a", watch: true)),
                .call(2, .checkWatches("/a", 2)), .call(2, .removeWatches("/a", 2)),
                .call(1, .set("/a", "x")),
            ]),
    ]
}
