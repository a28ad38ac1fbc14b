extension Script {
    static let sessions: [Script] = [
        Script(
            "timeouts are negotiated", on: .plain,
            [
                .open(1, timeout: 0), .open(2, timeout: 3_999), .open(3, timeout: 4_000),
                .open(4, timeout: 40_000), .open(5, timeout: 40_001), .open(6, timeout: -5),
                .open(7, timeout: .max), .close(1), .close(2), .close(3),
            ]),
        Script(
            "handshakes of other shapes", sockets: true,
            [
                .open(1, Handshake(readOnly: nil)), .call(1, .ping),
                .open(2, Handshake(readOnly: true)), .call(2, .ping),
                .open(3, Handshake(nullPassword: true)), .call(3, .ping),
                .open(4, Handshake(protocolVersion: 7)), .call(4, .ping),
                .open(5, Handshake(trailing: [1, 2, 3])), .call(5, .ping),
            ]),
        Script(
            "a client that has seen more is sent away",
            [
                .open(1), .open(2, Handshake(zxidsAhead: 100)), .open(3, Handshake(zxidsAhead: -1)),
                .call(3, .ping),
            ]),
        Script(
            "opening and closing are transactions",
            [
                .open(1), .call(1, .ping), .open(2), .call(1, .ping), .close(2), .call(1, .ping),
                .drop(1), .reopen(1, as: 1), .call(1, .ping),
            ]),
        Script(
            "a session comes back with its password", sockets: true,
            [
                .open(1), .call(1, .create("/e", "", .ephemeral)), .drop(1),
                .reopen(1, as: 1), .call(1, .exists("/e")), .call(1, .ephemerals("/")),
                .reopen(2, as: 1, password: .zeros), .reopen(2, as: 1, password: .short),
                .reopen(2, as: 1, password: .null), .call(1, .ping),
            ]),
        Script(
            "a wrong password", sockets: true,
            [
                .open(1), .call(1, .create("/e", "", .ephemeral)), .drop(1),
                .reopen(2, as: 1, password: .zeros), .reopen(3, as: 1), .call(3, .exists("/e")),
            ]),
        Script(
            "a session moves to a newer connection",
            [
                .open(1), .call(1, .create("/e", "", .ephemeral)), .reopen(2, as: 1),
                .awaitEnd(1), .call(2, .exists("/e")), .call(2, .create("/f", "", .ephemeral)),
                .call(2, .ephemerals("")), .close(2), .open(3), .call(3, .exists("/e")),
            ]),
        Script(
            "a session comes back with another timeout",
            [
                .open(1), .drop(1), .reopen(1, as: 1, timeout: 10), .call(1, .ping),
                .reopen(1, as: 1, timeout: 20_000), .call(1, .ping),
            ]),
        Script(
            "a closed session does not come back",
            [
                .open(1), .call(1, .create("/e", "", .ephemeral)), .close(1), .reopen(1, as: 1),
                .open(2), .call(2, .exists("/e")),
            ]),
        Script(
            "a session that nobody hears of expires",
            [
                .open(1, timeout: 400), .open(2),
                .call(1, .create("/e", "", .ephemeral)), .call(2, .exists("/e", watch: true)),
                .drop(1), .await(2), .call(2, .exists("/e")), .reopen(1, as: 1),
            ]),
        Script(
            "a silent session expires under its connection",
            [
                .open(1, timeout: 400), .open(2),
                .call(1, .create("/e", "", .ephemeral)), .call(2, .exists("/e", watch: true)),
                .await(2), .awaitEnd(1), .reopen(1, as: 1),
            ]),
        Script(
            "ephemeral nodes",
            [
                .open(1), .open(2),
                .call(1, .create("/e", "x", .ephemeral)), .call(1, .exists("/e")),
                .call(1, .create("/e/child")), .call(1, .create("/e/child", "", .ephemeral)),
                .call(2, .exists("/e")), .call(2, .set("/e", "y")), .call(2, .delete("/e")),
                .call(2, .create("/e", "", .ephemeral)), .call(1, .create("/p")),
                .call(1, .create("/p/e", "", .ephemeralSequential)),
                .call(1, .create2("/p/e", "", .ephemeralSequential)), .call(1, .children("/p")),
                .close(1), .call(2, .children2("/p")), .call(2, .exists("/e")), .close(2),
                .open(3), .call(3, .exists("/e")),
            ]),
        Script(
            "closing deletes ephemeral nodes in one transaction",
            [
                .open(1), .open(2), .call(2, .create("/p")),
                .call(1, .create("/p/a", "", .ephemeral)),
                .call(1, .create("/p/b", "", .ephemeral)),
                .call(2, .create("/p/c")), .close(1), .call(2, .exists("/p")), .call(2, .ping),
            ]),
        Script(
            "getEphemerals",
            [
                .open(1), .open(2), .call(1, .create("/p")),
                .call(1, .create("/p/a", "", .ephemeral)), .call(1, .create("/pq", "", .ephemeral)),
                .call(1, .create("/x", "", .ephemeral)), .call(2, .create("/y", "", .ephemeral)),
                .call(1, .ephemerals("/")), .call(1, .ephemerals("")), .call(1, .ephemerals(nil)),
                .call(1, .ephemerals(" ")), .call(1, .ephemerals("/p")),
                .call(1, .ephemerals("/p/")),
                .call(1, .ephemerals("/none")), .call(2, .ephemerals("/")),
                .call(2, .ephemerals("x")),
            ]),
        Script(
            "what comes before the closing",
            [
                .open(1), .calls(1, [.create("/a"), .get("/a"), .closeSession]), .awaitEnd(1),
                .open(2), .call(2, .children("/")),
            ]),
    ]
}
