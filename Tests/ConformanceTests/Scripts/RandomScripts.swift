import Simulator

/// Conversations that nobody thought of: a few clients that share few paths and do anything, from a seed.
///
/// What `KnownDifference` tells of is left out, so that the first step that differs is news.
extension Script {
    static let random: [Script] = (1...24).map { seed in
        var talk = Conversation(seed: UInt64(seed))
        return Script("random \(seed)", talk.steps(200))
    }
}

private struct Conversation {
    private var dice: SplitMix64
    /// In 3.8.0 a connection has one watch on a path, of the kind that came last: so there are one-shot
    /// watches, or each path has a mode of its own.
    private let hasPersistentWatches: Bool
    /// Java deletes what a session leaves behind in the order of its hashes: so no session ends while there are such
    /// nodes.
    private let hasEphemerals: Bool

    private static let clients = 1...3
    private static let names = ["a", "b", "c", "é", "a b", String(repeating: "x", count: 60)]
    /// The root remembers how many children earlier scripts gave it, so all happens below a node of their own.
    private static let root = "/r"
    private static let oddPaths = [
        "", "a", "//", "/r/", "/r/a/", "/r/a//b", "/r/a/./b", "/r/a/../b", "/r/a\0b", "/r/\u{1}",
        "/r/.", "/r/..",
        "/r/...", "/r/ ", "/r/\u{7f}", "/r/\u{85}", "/r/a\u{fff0}", "/r/\u{d7ff}", "/r",
    ]
    private static let lists: [[Permission]?] = [
        [.world(1)], [.world(2)], [.world(30)], [.world(0)], [.world(63)], [.world(-1)], [], nil,
        [.auth()], [.world(15), .digest("u:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=", 16)],
        [.digest("u:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=")], [.digest("bad")], [.ip("127.0.0.1")],
        [.ip("10.0.0.0/8")], [.ip("127.0.0.1/8", 3), .auth(28)], [.ip("1.2.3")],
        [.ip("1.2.3.4/33")],
        [Permission(mask: 31, scheme: "world", id: "nobody")],
        [Permission(mask: 31, scheme: "nosuch", id: "x")],
        [Permission(mask: 31, scheme: "super", id: "")], [.open, .open],
    ]

    init(seed: UInt64) {
        dice = SplitMix64(seed: seed)
        hasPersistentWatches = seed.isMultiple(of: 2)
        hasEphemerals = seed.isMultiple(of: 3)
    }

    mutating func steps(_ count: Int) -> [Step] {
        var steps = Self.clients.map { Step.open($0) } + [.call(1, .create(Self.root))]
        while steps.count < count { steps += next() }
        return steps + Self.clients.map { .look($0) }
    }

    private mutating func next() -> [Step] {
        let client = Self.clients.lowerBound + dice.below(Self.clients.count)
        switch dice.below(100) {
        case 0 where !hasEphemerals: return [.close(client), .open(client)]
        case 1: return [.reopen(client, as: client)]
        case 2..<5: return [.look(client)]
        default: return [.call(client, call())]
        }
    }

    private mutating func call() -> Call {
        switch dice.below(100) {
        case 0..<45: write()
        case 45..<65: read()
        case 65..<77: .multi((0..<dice.below(5)).map { _ in writeInMulti() })
        case 77..<80: .multiRead((0..<dice.below(5)).map { _ in readInMulti() })
        case 80..<86: watch()
        case 86..<88: .sync(path())
        case 88..<90: .ephemerals(dice.pick(["/r", "", "/r/a", "/r/b/c"]))
        case 90..<92: .allChildrenNumber(path())
        case 92..<93: .whoAmI
        case 93..<94: .reconfig("server.2=h:1:2;3")
        case 94..<96:
            .auth(dice.pick(["digest", "ip"]), dice.pick(["u:p", "v:q", "a:b:c", "nocolon"]))
        case 96..<98: .removeWatches(path(), hasPersistentWatches ? 3 : dice.pick([1, 2, 3]))
        default: .setACL(path(), list(), version())
        }
    }

    private mutating func write() -> Call {
        switch dice.below(10) {
        case 0..<4: create(opcode: dice.pick([1, 1, 15]))
        case 4..<6: .delete(path(), version())
        case 6..<8: .set(path(), data(), version())
        case 8:
            .createTTL(
                path(), ttl: dice.pick([-5, -1, 0, 1 << 40 - 1, 1 << 40]),
                dice.pick([.ttl, .sequentialTTL]))
        default: .setACL(path(), list(), version())
        }
    }

    /// A multi's create2 is answered as create by 3.8.0 (ZOOKEEPER-4026).
    private mutating func writeInMulti() -> Call {
        switch dice.below(10) {
        case 0..<4: create(opcode: 1)
        case 4..<6: .delete(path(), version())
        case 6..<8: .set(path(), data(), version())
        default: .check(path(), version())
        }
    }

    private mutating func create(opcode: Int32) -> Call {
        let flags: Int32 =
            dice.below(3) > 0 ? 0 : dice.pick(hasEphemerals ? [0, 1, 2, 3, 5, 6] : [0, 2, 5, 6])
        return .create(path(), data(), acl: list(), flags: flags, opcode: opcode)
    }

    private mutating func read() -> Call {
        let (path, watch) = (path(), !hasPersistentWatches && dice.below(3) == 0)
        switch dice.below(6) {
        case 0..<2: return .exists(path, watch: watch)
        case 2: return .get(path, watch: watch)
        case 3: return .children(path, watch: watch)
        case 4: return .children2(path, watch: watch)
        default: return .getACL(path)
        }
    }

    private mutating func readInMulti() -> Call {
        dice.below(2) == 0 ? .get(path()) : .children(path())
    }

    private mutating func watch() -> Call {
        guard hasPersistentWatches else {
            return .setWatches(
                data: [path()], exist: [path()], child: [path()], since: Int64(dice.below(100)))
        }
        let path = path()
        return .addWatch(path, mode: path.utf8.count.isMultiple(of: 4) ? 0 : 1)
    }

    private mutating func path() -> String {
        if dice.below(30) == 0 { return dice.pick(Self.oddPaths) }
        let depth = dice.pick([1, 1, 2, 2, 3])
        return Self.root
            + (0..<depth).map { _ in
                "/" + (dice.below(7) == 0 ? dice.pick(Self.names) : Self.names[dice.below(3)])
            }.joined()
    }

    private mutating func data() -> String? {
        dice.pick([nil, "", "x", "hello", String(repeating: "z", count: 2_000)])
    }

    private mutating func version() -> Int32 {
        dice.pick([-1, -1, -1, -1, 0, 0, 1, 2, 3, -2, .max])
    }

    private mutating func list() -> [Permission]? {
        dice.below(10) < 7 ? [.open] : dice.pick(Self.lists)
    }
}
