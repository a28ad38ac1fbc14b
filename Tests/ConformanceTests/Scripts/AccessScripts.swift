extension Script {
    /// Who may do what.
    static let access: [Script] = [
        Script(
            "ACLs are set, read and versioned",
            [
                .open(1),
                .call(1, .create("/a", acl: [.world(31)])), .call(1, .getACL("/a")),
                .call(1, .setACL("/a", [.world(17)])), .call(1, .getACL("/a")),
                .call(1, .exists("/a")), .call(1, .setACL("/a", [.world(31)], 0)),
                .call(1, .setACL("/a", [.world(31)], 1)), .call(1, .getACL("/a")),
                .call(1, .setACL("/a", [.world(31), .digest("u:hash"), .world(31)])),
                .call(1, .getACL("/a")), .call(1, .setACL("/a", [.ip("10.0.0.0/8"), .world(31)])),
                .call(1, .getACL("/a")),
            ]),
        Script(
            "ACLs that are none",
            [
                .open(1),
                .call(1, .create("/a")),
            ]
                + badLists.flatMap { list -> [Step] in
                    [.call(1, .create("/b", acl: list)), .call(1, .setACL("/a", list))]
                } + [
                    .call(1, .create("/none/b", acl: [])), .call(1, .setACL("/none", [])),
                    .call(1, .create("/a", acl: [])), .call(1, .exists("/a")),
                ]),
        Script(
            "each permission",
            [
                .open(1)
            ]
                + ([1, 2, 4, 8, 16] as [Int32]).flatMap { mask -> [Step] in
                    let path = "/m\(mask)"
                    return [
                        .call(1, .create(path, "x")), .call(1, .create(path + "/child")),
                        .call(1, .setACL(path, [.world(mask)])),
                        .call(1, .get(path)), .call(1, .exists(path)), .call(1, .children(path)),
                        .call(1, .children2(path)), .call(1, .getACL(path)),
                        .call(1, .allChildrenNumber(path)), .call(1, .multi([.check(path, -1)])),
                        .call(1, .set(path, "y")), .call(1, .create(path + "/new")),
                        .call(1, .delete(path + "/child")), .call(1, .sync(path)),
                        .call(1, .addWatch(path, mode: 0)), .call(1, .setACL(path, [.open])),
                    ]
                }),
        Script(
            "the order of checks",
            [
                .open(1),
                .call(1, .create("/a")), .call(1, .create("/a/b")),
                .call(1, .create("/a/e", "", .ephemeral)), .call(1, .setACL("/a", [.world(17)])),
                .call(1, .create("/a/b")), .call(1, .create("/a/b", acl: [])),
                .call(1, .create("/a//b")), .call(1, .create("/a/c", "", flags: 9)),
                .call(1, .create("/none/c", "", flags: 9)),
                .call(1, .delete("/a/none")), .call(1, .delete("/a/b", 9)),
                .call(1, .setACL("/a/b", [.world(16)])), .call(1, .set("/a/b", "", 9)),
                .call(1, .set("/a/none", "", 9)), .call(1, .setACL("/a/b", [], 9)),
                .call(1, .setACL("/a/b", [.open], 9)), .call(1, .setACL("/a/none", [])),
                .call(1, .setACL("/a", [.open])), .call(1, .create("/a/e/x")),
                .call(1, .create("/a/e/x", acl: [])), .call(1, .create("/a/e/")),
                .call(1, .create("/a/e/..")), .call(1, .delete("/a", 9)), .call(1, .delete("/a")),
            ]),
        Script(
            "digest",
            [
                .open(1), .open(2),
                .call(1, .whoAmI), .call(1, .create("/early", acl: [.auth()])),
                .call(1, .auth("digest", "u:p")), .call(1, .whoAmI),
                .call(1, .create("/a", "x", acl: [.auth()])), .call(1, .getACL("/a")),
                .call(2, .get("/a")), .call(2, .set("/a", "y")), .call(2, .exists("/a")),
                .call(2, .getACL("/a")), .call(2, .setACL("/a", [.open])),
                .call(2, .children("/a")), .call(2, .auth("digest", "u:wrong")),
                .call(2, .get("/a")), .call(2, .auth("digest", "u:p")), .call(2, .get("/a")),
                .call(2, .whoAmI), .call(2, .create("/b", acl: [.auth()])), .call(2, .getACL("/b")),
                .call(2, .setACL("/a", [.digest("u:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=", 1)])),
                .call(2, .get("/a")), .call(2, .getACL("/a")), .call(2, .set("/a", "z")),
                .call(1, .create("/c", acl: [.digest("other:hash"), .world(1)])),
                .call(1, .getACL("/c")),
                .call(1, .create("/d", acl: [.digest("other:hash", 17), .world(16)])),
                .call(1, .getACL("/d")),
            ]),
        Script(
            "identities belong to the connection",
            [
                .open(1),
                .call(1, .auth("digest", "u:p")), .call(1, .create("/a", acl: [.auth()])),
                .drop(1), .reopen(1, as: 1), .call(1, .get("/a")), .call(1, .whoAmI),
                .call(1, .auth("digest", "u:p")), .call(1, .get("/a")),
            ]),
        Script(
            "identities of odd shapes",
            [
                .open(1),
                .call(1, .auth("digest", "nocolon")), .call(1, .auth("digest", "a:b:c")),
                .call(1, .auth("digest", "")), .call(1, .auth("digest", ":")), .call(1, .whoAmI),
                .call(1, .auth("ip", "1.2.3.4")), .call(1, .whoAmI),
                .call(1, .create("/a", acl: [.auth()])), .call(1, .getACL("/a")),
            ]),
        Script(
            "a scheme that nobody knows",
            [
                .open(1), .call(1, .auth("magic", "u:p")), .awaitEnd(1),
                .open(2), .call(2, .auth("world", "anyone")), .awaitEnd(2),
                .open(3), .call(3, .auth("super", "")), .awaitEnd(3),
            ]),
        Script(
            "authentication without a password",
            [
                .open(1), .call(1, .auth("digest", "")), .call(1, .whoAmI),
                .call(1, .auth("ip", nil)), .call(1, .auth("digest", nil)), .awaitEnd(1),
                .open(2), .call(2, .auth(nil, "u:p")), .awaitEnd(2),
            ]),
        Script(
            "the superuser",
            [
                .open(1), .open(2),
                .call(1, .create("/a", "x", acl: [.digest("u:nobody")])),
                .call(2, .auth("digest", "super:wrong")), .call(2, .get("/a")),
                .call(2, .auth("digest", "super:test")), .call(2, .get("/a")), .call(2, .whoAmI),
                .call(2, .set("/a", "y")), .call(2, .create("/a/b")), .call(2, .getACL("/a")),
                .call(2, .setACL("/a", [.open])), .call(1, .get("/a")),
                .call(2, .create("/c", acl: [.auth()])), .call(2, .getACL("/c")),
                .call(2, .set("/zookeeper/config", "x")), .call(2, .set("/zookeeper/config", nil)),
            ]),
        Script(
            "no superuser unless configured", on: .plain,
            [
                .open(1), .open(2),
                .call(1, .create("/a", "x", acl: [.world(16)])),
                .call(2, .auth("digest", "super:test")), .call(2, .get("/a")), .call(2, .whoAmI),
            ]),
        Script(
            "addresses", sockets: true,
            [
                .open(1),
                .call(1, .create("/near", "x", acl: [.ip("127.0.0.1")])), .call(1, .get("/near")),
                .call(1, .create("/net", "x", acl: [.ip("127.0.0.0/8")])), .call(1, .get("/net")),
                .call(1, .create("/far", "x", acl: [.ip("10.0.0.0/8")])), .call(1, .get("/far")),
                .call(1, .create("/all", "x", acl: [.ip("1.2.3.4/0")])), .call(1, .get("/all")),
                .call(1, .create("/none", "x", acl: [.ip("127.0.0.2/32")])),
                .call(1, .get("/none")),
                .call(1, .create("/odd", "x", acl: [.ip("127.0.0.2/31")])), .call(1, .get("/odd")),
                .call(1, .create("/bits", "x", acl: [.ip("127.0.0.3/30")])),
                .call(1, .get("/bits")),
                .call(1, .whoAmI),
            ]
                + [
                    "", "localhost", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4/33", "1.2.3.4/-1",
                    "/8",
                ]
                .map { .call(1, .create("/bad", acl: [.ip($0)])) }),
        Script(
            "who may not read sees no events",
            [
                .open(1), .open(2),
                .call(1, .create("/a", "x")), .call(2, .get("/a", watch: true)),
                .call(2, .children("/a", watch: true)), .call(1, .setACL("/a", [.world(30)])),
                .call(1, .set("/a", "y")), .call(1, .create("/a/b")), .look(2),
                .call(1, .setACL("/a", [.open])), .call(1, .set("/a", "z")), .look(2),
                .call(2, .get("/a", watch: true)), .call(1, .setACL("/a", [.world(30)])),
                .call(1, .delete("/a/b")), .call(1, .delete("/a")), .look(2),
                .call(2, .exists("/secret", watch: true)),
                .call(1, .create("/secret", "", acl: [.world(16)])), .look(2),
            ]),
    ]

    private static let badLists: [[Permission]?] = [
        nil, [], [Permission(mask: 31, scheme: "world", id: "somebody")],
        [Permission(mask: 31, scheme: "magic", id: "x")],
        [Permission(mask: 31, scheme: "sasl", id: "bob")],
        [Permission(mask: 31, scheme: "x509", id: "CN=bob")], [.auth()], [.digest("nohash")],
        [.digest("a:b:c")], [Permission(mask: 31, scheme: nil, id: nil)],
        [Permission(mask: 31, scheme: "auth", id: nil)],
        [Permission(mask: 31, scheme: "magic", id: nil)],
        [Permission(mask: 31, scheme: nil, id: "x")], [.open, .digest("nohash")],
        [Permission(mask: 31, scheme: "super", id: "")], [.ip("not an address")],
        [.world(0)], [.world(64)],
    ]
}
