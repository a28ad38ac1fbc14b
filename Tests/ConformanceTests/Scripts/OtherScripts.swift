extension Script {
    /// Containers, TTL, quotas, and single requests.
    static let others: [Script] = [
        Script(
            "containers",
            [
                .open(1), .call(1, .create("/c", "x", .container)), .call(1, .exists("/c")),
                .call(1, .get("/c")), .call(1, .create("/c", "", .container)),
                .call(1, .create("/c/a")), .call(1, .exists("/c")), .call(1, .set("/c", "y")),
                .call(1, .create("/c/d", "", .container)), .call(1, .children("/c")),
            ]),
        Script(
            "an emptied container goes",
            [
                .open(1), .call(1, .create("/c", "", .container)), .call(1, .create("/c/a")),
                .call(1, .exists("/c", watch: true)), .call(1, .delete("/c/a")), .await(1),
                .call(1, .exists("/c")), .call(1, .ping),
            ]),
        Script(
            "TTL nodes",
            [
                .open(1), .call(1, .createTTL("/t", ttl: 100_000)), .call(1, .exists("/t")),
                .call(1, .createTTL("/t", ttl: 100_000)),
                .call(1, .createTTL("/t/n-", ttl: 90_000, .sequentialTTL)),
                .call(1, .createTTL("/zero", ttl: 0)), .call(1, .createTTL("/minus", ttl: -1)),
                .call(1, .createTTL("/most", ttl: 0xff_ffff_ffff)),
                .call(1, .createTTL("/more", ttl: 0x100_0000_0000)), .call(1, .exists("/most")),
                .call(1, .create("/t/child")), .call(1, .createTTL("/none/t", ttl: 5)),
                .call(1, .createTTL("/t", ttl: 0)), .call(1, .createTTL("/plain", ttl: 5, .plain)),
            ]),
        Script(
            "a TTL node goes when its time has passed",
            [
                .open(1), .call(1, .createTTL("/t", ttl: 300)),
                .call(1, .exists("/t", watch: true)),
                .await(1), .call(1, .exists("/t")), .call(1, .ping),
            ]),
        Script(
            "TTL nodes are refused unless configured", on: .plain,
            [
                .open(1), .call(1, .createTTL("/t", ttl: 1_000)),
                .call(1, .createTTL("/t", ttl: 0)),
                .call(1, .create("/t", "", flags: 5)),
                .call(1, .create("/t", "", flags: 6, opcode: 15)),
                .call(1, .create("/none/t", "", flags: 5)), .call(1, .ping),
                .call(1, .multi([.createTTL("/t", ttl: 1_000)])),
            ]),
        Script(
            "quotas are counted",
            [
                .open(1), .call(1, .create("/q", "12345")), .call(1, .create("/q/a", "12")),
                .call(1, .create("/zookeeper/quota/q")),
                .call(1, .create("/zookeeper/quota/q/zookeeper_limits", "count=10,bytes=100")),
                .call(1, .create("/zookeeper/quota/q/zookeeper_stats", "count=0,bytes=0")),
                .call(1, .get("/zookeeper/quota/q/zookeeper_stats")),
                .call(1, .create("/q/b", "1234")),
                .call(1, .get("/zookeeper/quota/q/zookeeper_stats")),
                .call(1, .set("/q/b", "1")), .call(1, .get("/zookeeper/quota/q/zookeeper_stats")),
                .call(1, .delete("/q/b")), .call(1, .get("/zookeeper/quota/q/zookeeper_stats")),
                .call(1, .create("/q/a/deep", "123")), .call(1, .create("/other", "1234567")),
                .call(1, .get("/zookeeper/quota/q/zookeeper_stats")),
                .call(1, .multi([.create("/q/m", "1"), .delete("/q/m"), .set("/q", "")])),
                .call(1, .get("/zookeeper/quota/q/zookeeper_stats")),
                .call(1, .create("/q/e", "1", .ephemeral)), .close(1), .open(2),
                .call(2, .get("/zookeeper/quota/q/zookeeper_stats")),
                // Soft limits only warn.
                .call(2, .set("/q/a", "0123456789012345678901234567890123456789")),
                .call(2, .get("/zookeeper/quota/q/zookeeper_stats")),
            ]),
        Script(
            "hard quotas are enforced",
            [
                .open(1), .call(1, .create("/q")), .call(1, .create("/zookeeper/quota/q")),
                .call(
                    1,
                    .create(
                        "/zookeeper/quota/q/zookeeper_limits",
                        "count=-1,bytes=-1=;byteHardLimit=10;countHardLimit=3")),
                .call(1, .create("/zookeeper/quota/q/zookeeper_stats", "count=0,bytes=0")),
                .call(1, .create("/q/a", "12345")), .call(1, .create("/q/b", "123456")),
                .call(1, .create("/q/b", "12345")), .call(1, .create("/q/c")),
                .call(1, .set("/q/b", "123456")), .call(1, .set("/q/b", "1234")),
                .call(1, .set("/q/b", "12345", 9)), .call(1, .set("/q/b", "1234567", 9)),
                .call(1, .multi([.delete("/q/b"), .create("/q/c", "12345")])),
                .call(1, .multi([.create("/q/d", "1"), .create("/q/e", "1")])),
                .call(1, .get("/zookeeper/quota/q/zookeeper_stats")),
                .call(1, .create("/q/a")), .call(1, .create("/q/none/x")),
                .call(1, .delete("/zookeeper/quota/q/zookeeper_limits")),
                .call(1, .create("/q/x", "0123456789")),
                .call(1, .get("/zookeeper/quota/q/zookeeper_stats")),
            ]),
        quotasThatAreNone,
        Script(
            "descendants of the nameless root",
            [
                .open(1), .call(1, .allChildrenNumber("/")), .call(1, .allChildrenNumber("")),
                .call(1, .create("/a")), .call(1, .create("/a/b")),
                .call(1, .allChildrenNumber("")), .call(1, .allChildrenNumber("/a")),
                .call(1, .allChildrenNumber("a")), .call(1, .allChildrenNumber("/a/")),
            ]),
        Script(
            "reconfiguration is switched off", on: .plain,
            [
                .open(1), .call(1, .reconfig("server.2=localhost:1:2")), .call(1, .ping),
                .call(1, .get("/zookeeper/config")), .call(1, .reconfig("rubbish")),
            ]),
        Script(
            "reconfiguration needs an ensemble",
            [
                .open(1), .call(1, .reconfig("server.2=localhost:1:2")), .call(1, .ping),
                .call(1, .reconfig("rubbish")), .call(1, .create("/a")),
            ]),
        Script(
            "SASL that is not configured", sockets: true,
            [.open(1), .call(1, .sasl([])), .call(1, .sasl([1, 2, 3])), .call(1, .whoAmI)]),
        Script(
            "requests that only servers make", sockets: true,
            [
                .open(1), .call(1, Call(0, "notification")), .awaitEnd(1),
                .open(2), .call(2, Call(10, "opcode 10")), .awaitEnd(2),
                .open(3), .call(3, Call(99, "opcode 99")), .awaitEnd(3),
                .open(4), .call(4, Call(-1, "error")), .awaitEnd(4),
                .open(5), .call(5, Call(.max, "opcode \(Int32.max)")), .awaitEnd(5),
            ]),
        Script(
            "reserved and odd xids", sockets: true,
            [
                .open(1),
                .call(1, .create("/a", "x").numbered(0)), .call(1, .get("/a").numbered(-3)),
                .call(1, .get("/a").numbered(.max)), .call(1, .get("/a").numbered(.min)),
                .call(1, .get("/a").numbered(5)), .call(1, .get("/a").numbered(5)),
                .call(1, .set("/a", "y").numbered(-8)),
            ]),
    ]

    /// Limits and usage that cannot be read, one after the other, and what may be done below them.
    private static let quotasThatAreNone: Script = {
        let limits = "/zookeeper/quota/q/zookeeper_limits"
        let stats = "/zookeeper/quota/q/zookeeper_stats"
        let texts = [
            "rubbish", "count", "count=", "=5", "count==5", ",count=5", "count=5,", ",", "=", "",
            "count=5=6", "count= 5", "count=+5", "countHardLimit=1", "countHardLimit=abc",
            "byteHardLimit=0", "bytes=0", "countHardLimit=9,x=", "a=1;b=2",
            "count=9223372036854775808",
        ]
        let attempts: [Step] = [
            .call(1, .create("/q/n", "x")), .call(1, .set("/q", "yy")), .call(1, .set("/q", "")),
            .call(1, .delete("/q/n")),
        ]
        let begin: [Step] = [
            .open(1), .call(1, .create("/q")), .call(1, .create("/zookeeper/quota/q")),
            .call(1, .create(stats, "count=0,bytes=0")), .call(1, .create(limits, "count=1x")),
        ]
        return Script(
            "quotas that are none",
            begin + attempts + texts.flatMap { [.call(1, .set(limits, $0))] + attempts })
    }()
}

extension Call {
    fileprivate func numbered(_ xid: Int32) -> Call {
        var call = self
        call.xid = xid
        call.text += " as xid \(xid)"
        return call
    }
}
