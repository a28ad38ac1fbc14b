import Jute
import Testing
import Znodes

@Suite struct SnapshotTests {
    static func sample(seed: UInt64 = 1, writes: Int = 150) -> Service {
        var dice = Dice(seed: seed)
        var leader = Leader(sessions: 1, 2, 3)
        for _ in 0..<writes { leader.perform(dice.write(), session: dice.session()) }
        return leader.service
    }

    static func pieces(of service: Service, nodes: Int) -> [[UInt8]] {
        var writer = SnapshotWriter(service)
        var pieces: [[UInt8]] = []
        while let piece = writer.next(nodes: nodes) { pieces.append(piece) }
        return pieces
    }

    static func service(from pieces: [[UInt8]], zxid: Int64) throws -> Service {
        var reader = SnapshotReader()
        for piece in pieces { try reader.feed(piece) }
        return try reader.finish(zxid: zxid)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `what was written is read, in pieces of any size`(seed: UInt64) throws {
        let service = Self.sample(seed: seed)
        for nodes in [1, 7, 1000] {
            let pieces = Self.pieces(of: service, nodes: nodes)
            let restored = try Self.service(from: pieces, zxid: service.lastZxid)
            #expect(restored == service)
            #expect(Self.pieces(of: restored, nodes: nodes) == pieces)
        }
        let bytes = Self.pieces(of: service, nodes: 1000).flatMap { $0 }
        #expect(Self.pieces(of: service, nodes: 3).flatMap { $0 } == bytes)
        #expect(try Self.service(from: bytes.map { [$0] }, zxid: service.lastZxid) == service)
    }

    @Test func `the restored service goes on like the original`() throws {
        var dice = Dice(seed: 5)
        var original = Leader(sessions: 1, 2, 3)
        for _ in 0..<100 { original.perform(dice.write(), session: dice.session()) }
        var restored = original
        restored.service = try Self.service(
            from: Self.pieces(of: original.service, nodes: 4), zxid: original.zxid)
        for _ in 0..<100 {
            let (request, session) = (dice.write(), dice.session())
            #expect(
                restored.perform(request, session: session)
                    == original.perform(request, session: session))
        }
        #expect(restored.service == original.service)
    }

    @Test func `the empty tree takes as many bytes as Java's snapshot of it`() {
        // Of Debian's 457: header 16, seal 13, digest 20, second seal 13; we add the signature.
        let bytes = Self.pieces(of: Service(), nodes: 100).flatMap { $0 }
        #expect(bytes.count == 457 - 16 - 13 - 20 - 13 + 14)
        #expect(bytes.suffix(19) == [0, 0, 0, 1, 0x2F, 0, 0, 0, 10] + Array("BenWasHere".utf8))
    }

    @Test func `a piece holds no more than it was asked for`() {
        var leader = Leader(sessions: 1)
        for index in 0..<50 { leader.perform(.create(CreateRequest(ZnodePath("/\(index)")))) }
        let pieces = Self.pieces(of: leader.service, nodes: 10)
        #expect(pieces.count == 6)
        #expect(pieces.allSatisfy { $0.count < 1000 })
    }

    @Test func `a piece ends when it has its bytes, be it of nodes or of access control lists`()
        throws
    {
        var leader = Leader(sessions: 1)
        for index in 0..<100 {
            let list = [ACL(.all, for: Identity(scheme: "ip", id: "10.0.0.\(index)"))]
            let data = [UInt8](repeating: 1, count: index == 50 ? 9_000 : 100)
            leader.perform(.create(CreateRequest(ZnodePath("/\(index)"), data: data, acl: list)))
        }
        var writer = SnapshotWriter(leader.service)
        var pieces: [[UInt8]] = []
        while let piece = writer.next(nodes: 1_000, bytes: 400) { pieces.append(piece) }
        #expect(pieces.count { $0.count > 700 } == 1, "only that which holds the large node")
        #expect(pieces.map(\.count).max() ?? 0 < 9_700)
        #expect(try Self.service(from: pieces, zxid: leader.zxid) == leader.service)
    }

    @Test func `a large node is read in as many pieces as it comes in`() throws {
        var leader = Leader(sessions: 1)
        let data = [UInt8](repeating: 1, count: 900_000)
        leader.perform(.create(CreateRequest("/large", data: data)))
        let bytes = Self.pieces(of: leader.service, nodes: 9).flatMap { $0 }
        let pieces = stride(from: 0, to: bytes.count, by: 1_000).map {
            Array(bytes[$0..<min($0 + 1_000, bytes.count)])
        }
        #expect(try Self.service(from: pieces, zxid: leader.zxid) == leader.service)
    }

    @Test func `a snapshot that is cut short is not finished`() throws {
        let bytes = Self.pieces(of: Self.sample(), nodes: 1000).flatMap { $0 }
        for length in stride(from: 0, to: bytes.count, by: 13) {
            #expect(throws: JuteError.self) {
                try Self.service(from: [Array(bytes[..<length])], zxid: 1)
            }
        }
    }

    @Test func `bytes behind the signature are an error`() {
        let pieces = Self.pieces(of: Service(), nodes: 9)
        #expect(throws: JuteError.trailingBytes(1)) {
            try Self.service(from: pieces + [[0]], zxid: 1)
        }
    }

    @Test func `a snapshot that does not hang together is refused`() {
        func stream(_ nodes: [(path: String, key: Int64)], end: String = "BenWasHere") -> [UInt8] {
            var writer = JuteWriter()
            writer.int(0)
            writer.int(0)
            for node in nodes {
                writer.string(node.path)
                writer.buffer(nil)
                writer.long(node.key)
                writer.record(PersistedStat())
            }
            writer.string("/")
            writer.string(end)
            return writer.bytes
        }
        #expect(throws: Never.self) {
            try Self.service(from: [stream([("", -1), ("/a", -1)])], zxid: 1)
        }
        let broken: [[UInt8]] = [
            stream([]), stream([("/a", -1)]), stream([("", -1), ("", -1)]),
            stream([("", -1), ("/a/b", -1)]), stream([("", -1), ("/a", -1), ("/a", -1)]),
            stream([("", -1), ("/a", 1)]), stream([("", -1), ("a", -1)]),
            stream([("", -1)], end: "BenWasThere"),
        ]
        for bytes in broken {
            #expect(throws: JuteError.self) { try Self.service(from: [bytes], zxid: 1) }
        }
    }
}
