import Jute

extension Script {
    /// Bytes that are not what they should be. What each server does can be seen: it answers, or it closes.
    static let frames: [Script] =
        (unreadable + nullsInMultis).map(Script.init(unreadable:)) + [
            Script(
                "counts of permissions below zero", sockets: true,
                [.open(1)]
                    + [-2, .min].map { .call(1, createWithCount($0)) } + [.look(1)]),
            Script(
                "a multi whose end comes first", sockets: true,
                [
                    .open(1),
                    .call(
                        1,
                        Call(14, "multi with bytes behind its end", .multi) {
                            $0.int(-1)
                            $0.bool(true)
                            $0.int(-1)
                            $0.int(12345)
                        }),
                ]),
            Script(
                "bytes behind a request are ignored", sockets: true,
                [
                    .open(1), .call(1, .create("/a", "x")),
                    .call(
                        1,
                        Call(4, "get /a and more", .dataAndStat) {
                            $0.string("/a")
                            $0.bool(false)
                            $0.long(7)
                        }),
                    .call(1, Call(11, "ping with a body", xid: -2) { $0.long(7) }),
                    .call(1, Call(107, "whoAmI with a body", .identities) { $0.long(7) }),
                ]),
            Script(
                "names that are not UTF-8", sockets: true,
                [
                    .open(1),
                    .call(
                        1,
                        Call(1, "create of bytes ff fe", .path) {
                            $0.buffer([0x2f, 0xff, 0xfe])
                            $0.buffer([])
                            $0.vector([Permission.open]) { writer, entry in
                                writer.int(entry.mask)
                                writer.string(entry.scheme)
                                writer.string(entry.id)
                            }
                            $0.int(0)
                        }),
                    .call(
                        1,
                        Call(4, "get of bytes c3", .dataAndStat) {
                            $0.buffer([0x2f, 0xc3])
                            $0.bool(false)
                        }),
                ]),
            Script(
                "frames of impossible length", sockets: true,
                [-1, .min, 0x0010_0000, .max].flatMap { length -> [Step] in
                    [.dial(1), .send(1, bytes(length)), .awaitEnd(1)]
                } + [.open(2)]
                    + [-1, 0x0010_0000].flatMap { length -> [Step] in
                        [.open(3), .send(3, bytes(length)), .awaitEnd(3)]
                    }),
            Script(
                "handshakes that are none", sockets: true,
                [
                    .dial(1), .send(1, bytes(0)), .awaitEnd(1),
                    .dial(2), .send(2, bytes(3) + [1, 2, 3]), .awaitEnd(2),
                    .dial(3), .send(3, Array("GET / HTTP/1.1\r\n\r\n".utf8)), .awaitEnd(3),
                    .dial(4), .send(4, [0x16, 0x03, 0x01, 0x02, 0x00, 0x01]), .awaitEnd(4),
                    .dial(5), .send(5, Array("xxxx".utf8)), .awaitEnd(5),
                    .open(6), .call(6, .ping),
                ]),
            Script(
                "headers that end early", sockets: true,
                [
                    .open(1), .send(1, bytes(0)), .awaitEnd(1),
                    .open(2), .send(2, bytes(4) + bytes(1)), .awaitEnd(2),
                    .open(3), .send(3, bytes(7) + [0, 0, 0, 1, 0, 0, 0]), .awaitEnd(3),
                ]),
            Script(
                "frames in pieces", sockets: true,
                [.open(1), .drip(1, .create("/a", "x")), .drip(1, .ping), .call(1, .get("/a"))]),
        ]

    /// Whoever sends this is told so, and may go on.
    private init(unreadable call: Call) {
        self.init(call.text, sockets: true, [.open(1), .call(1, call), .look(1)])
    }

    static let unreadable: [Call] =
        bodies.flatMap { opcode in
            [
                Call(opcode, "opcode \(opcode) without a body"),
                Call(opcode, "opcode \(opcode) with half a path") {
                    $0.int(20)
                    $0.int(0x2f61_6161)
                },
            ]
        }
        + [-2, .min, .max, 0x0020_0000].flatMap { length in
            [
                Call(4, "get of a path of \(length) bytes") { $0.int(length) },
                Call(1, "create with \(length) bytes of data") {
                    $0.string("/b")
                    $0.int(length)
                },
            ]
        }
        + [.max, 0x0020_0000].flatMap { count in
            [
                createWithCount(count),
                Call(101, "setWatches of \(count) paths", xid: -8) {
                    $0.long(0)
                    $0.int(count)
                },
            ]
        }
        + [
            Call(14, "multi without an end") {
                $0.int(2)
                $0.bool(false)
                $0.int(-1)
                $0.string("/none")
                $0.int(-1)
            },
            Call(14, "multi of an unknown operation") {
                $0.int(99)
                $0.bool(false)
                $0.int(-1)
            },
        ] + notInMultis + nulls

    /// A null path as part of a multi: no server comes as far as to give it a zxid.
    static let nullsInMultis: [Call] = [
        .multi([.set("/a", "y"), .create(nil)]), .multi([.delete(nil)]), .multi([.set(nil, "y")]),
        .multi([.check(nil, -1)]), .multiRead([.get(nil)]), .multiRead([.children(nil)]),
    ]

    /// Null where a path or an id must be.
    private static let nulls: [Call] =
        [
            .exists(nil), .get(nil), .getACL(nil), .children(nil), .children2(nil),
            .allChildrenNumber(nil), .create(nil), .create(nil, "", flags: 0, opcode: 15),
            .create(nil, "", .container), .createTTL(nil, ttl: 5), .delete(nil),
            .setWatches(data: [nil], since: 0), .setWatches(exist: [nil], since: 0),
            .setWatches(child: [nil], since: 0), .setWatches(data: nil, since: 0),
            .setWatches(child: nil, since: 0),
        ]
        + ["world", "digest", "ip"].map { scheme in
            .create("/b", acl: [Permission(mask: 31, scheme: scheme, id: nil)])
        } + [
            .setACL("/", [Permission(mask: 31, scheme: "world", id: nil)]),
            .multi([.create("/b", acl: [Permission(mask: 31, scheme: "world", id: nil)])]),
        ]

    /// Everything with a body, by opcode.
    private static let bodies: [Int32] = [
        1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 14, 15, 16, 17, 18, 19, 21, 22, 101, 103, 104, 105, 106,
    ]

    private static func createWithCount(_ count: Int32) -> Call {
        Call(1, "create with \(count) permissions") {
            $0.string("/b")
            $0.buffer([])
            $0.int(count)
            $0.int(0)
        }
    }

    private static func bytes(_ value: Int32) -> [UInt8] {
        var writer = JuteWriter()
        writer.int(value)
        return writer.bytes
    }
}
