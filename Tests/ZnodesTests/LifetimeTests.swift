import Jute
import Testing
import Znodes

/// Nodes that go by themselves: containers and those with a time to live.
@Suite struct LifetimeTests {
    static func leader(extended: Bool = true) -> Leader {
        var settings = ServiceSettings()
        settings.extendedTypesEnabled = extended
        var leader = Leader(sessions: 1)
        leader.preparation = Preparation(settings: settings)
        return leader
    }

    /// A create with any flags and any opcode.
    static func create(_ opcode: Opcode, flags: Int32, ttl: Int64 = -1) throws -> Request {
        var writer = JuteWriter()
        writer.string("/n")
        writer.buffer(nil)
        writer.vector(ACL.open)
        writer.int(flags)
        if opcode == .createTTL { writer.long(ttl) }
        return try Request(opcode: opcode, body: writer.bytes)
    }

    static let table: [(Opcode, flags: Int32, ttl: Int64, off: ErrorCode, on: ErrorCode)] = [
        (.create, 4, -1, .ok, .ok), (.create2, 4, -1, .ok, .ok),
        (.create, 5, -1, .unimplemented, .badArguments),
        (.create2, 6, -1, .unimplemented, .badArguments),
        (.create, 7, -1, .badArguments, .badArguments),
        (.create, -1, -1, .badArguments, .badArguments),
        (.createContainer, 4, -1, .ok, .ok), (.createContainer, 0, -1, .ok, .ok),
        (.createContainer, 1, -1, .ok, .ok), (.createContainer, 2, -1, .ok, .ok),
        (.createContainer, 5, -1, .unimplemented, .badArguments),
        (.createContainer, 9, -1, .badArguments, .badArguments),
        (.createTTL, 5, 1, .unimplemented, .ok), (.createTTL, 6, 1, .unimplemented, .ok),
        (.createTTL, 5, 0xFF_FFFF_FFFF, .unimplemented, .ok),
        (.createTTL, 5, 0, .unimplemented, .badArguments),
        (.createTTL, 5, -1, .unimplemented, .badArguments),
        (.createTTL, 5, 0x100_0000_0000, .unimplemented, .badArguments),
        (.createTTL, 0, 1, .badArguments, .badArguments),
        (.createTTL, 0, -1, .badArguments, .badArguments),
        (.createTTL, 4, 5, .badArguments, .badArguments),
    ]

    @Test(arguments: table)
    func `an opcode and its flags make a node or are refused`(
        opcode: Opcode, flags: Int32, ttl: Int64, off: ErrorCode, on: ErrorCode
    ) throws {
        let request = try Self.create(opcode, flags: flags, ttl: ttl)
        for (isOn, code) in [(false, off), (true, on)] {
            var leader = Self.leader(extended: isOn)
            let transaction = leader.propose(request)
            #expect(try Transaction(decoding: transaction.encode()) == transaction)
            #expect(transaction.body.opcode == (code == .ok ? opcode : .error))
            #expect(leader.commit().code == code)
        }
        // Flags and times come before the session.
        var leader = Self.leader(extended: false)
        let stranger = leader.propose(request, session: 99)
        #expect(stranger.body == .error(off == .ok ? .sessionExpired : off))
    }

    /// The type of the transaction inside, or why there is none; nil where the whole multi is refused.
    static let inMultis: [(Opcode, flags: Int32, Result<Opcode, ErrorCode>?)] = [
        (.create, 0, .success(.create)), (.create, 4, .success(.createContainer)),
        (.create, 5, nil), (.create, 6, nil), (.create, 7, .failure(.badArguments)),
        (.create2, 0, .success(.create2)), (.create2, 4, .success(.createContainer)),
        (.create2, 5, nil), (.create2, -1, .failure(.badArguments)),
        (.createContainer, 0, .success(.create)), (.createContainer, 1, .success(.create)),
        (.createContainer, 4, .success(.createContainer)), (.createContainer, 6, nil),
        (.createTTL, 0, .success(.create)), (.createTTL, 3, .success(.create)),
        (.createTTL, 4, .success(.createContainer)), (.createTTL, 5, .success(.createTTL)),
        (.createTTL, 6, .success(.createTTL)), (.createTTL, 7, .failure(.badArguments)),
    ]

    @Test(arguments: inMultis)
    func `in a multi the flags alone say what is made`(
        opcode: Opcode, flags: Int32, made: Result<Opcode, ErrorCode>?
    ) throws {
        let create = try Self.create(opcode, flags: flags, ttl: 5)
        var leader = Self.leader()
        let before = leader.preparation
        let multi = Request.multi(MultiRequest([.create(CreateRequest("/first")), create]))
        let transaction = leader.propose(multi)
        switch made {
        case .success(let opcode):
            guard case .multi(let record) = transaction.body else {
                Issue.record("\(transaction)")
                return
            }
            #expect(record.bodies.map(\.opcode) == [.create, opcode])
        case .failure(let code):
            guard case .multi(let record) = transaction.body else {
                Issue.record("\(transaction)")
                return
            }
            #expect(record.bodies.last == .error(code))
            #expect(leader.preparation == before)
        case nil:
            #expect(transaction.body == .error(.marshallingError))
            #expect(leader.preparation == before)
            // Nobody comes to it behind an operation that is refused.
            let late = leader.propose(
                .multi(MultiRequest([.delete(DeleteRequest("/none")), create])))
            #expect(
                late.body
                    == .multi(
                        MultiTransaction(bodies: [.error(.noNode), .error(.runtimeInconsistency)])))
        }
    }

    @Test func `owners are kept as numbers, and clients are told none`() {
        var leader = Self.leader()
        leader.perform(.create(CreateRequest("/c", mode: .container)))
        let answer = leader.perform(
            .create(CreateRequest("/t", mode: .persistentTTL, timeToLive: 5)))
        #expect(leader.service["/c"]?.stat.ephemeralOwner == .min)
        #expect(
            leader.service["/t"]?.stat.ephemeralOwner
                == Int64(bitPattern: 0xFF00_0000_0000_0005))
        #expect(leader.stat("/c")?.ephemeralOwner == 0)
        #expect(answer.outcome == .success(.created("/t", leader.stat("/t"))))
        #expect(leader.perform(.create(CreateRequest("/c/x"))).code == .ok)
        #expect(leader.perform(.create(CreateRequest("/t/x"))).code == .ok)
        #expect(leader.service.ephemerals(of: .min) == [])
    }

    @Test func `inside a multi they are answered as create2`() {
        var leader = Self.leader()
        let applied = leader.perform(
            .multi(
                MultiRequest([
                    .create(CreateRequest("/c", mode: .container)),
                    .create(CreateRequest("/t", mode: .persistentSequentialTTL, timeToLive: 5)),
                    .create(CreateRequest("/p", returnsStat: true)),
                    .create(CreateRequest("/q")),
                ])))
        guard case .success(.multi(let results)) = applied.outcome else {
            Issue.record("\(applied.outcome)")
            return
        }
        #expect(
            results == [
                .done(.create2, .created("/c", leader.stat("/c"))),
                .done(.create2, .created("/t0000000001", leader.stat("/t0000000001"))),
                .done(.create2, .created("/p", leader.stat("/p"))),
                .done(.create, .created("/q", nil)),
            ])
    }

    /// A leader's time is 1000 ms at each zxid; see `Leader.propose`.
    @Test func `the unused are found, in order, in looks`() {
        var leader = Self.leader()
        for name in ["a", "b", "c"] {
            leader.perform(.create(CreateRequest(ZnodePath("/\(name)"), mode: .container)))
        }
        leader.perform(.create(CreateRequest("/a/x")))
        leader.perform(.create(CreateRequest("/b/x")))
        leader.perform(.delete(DeleteRequest("/b/x")))
        leader.perform(.create(CreateRequest("/d", mode: .persistentTTL, timeToLive: 500)))
        leader.perform(.create(CreateRequest("/e", mode: .persistentTTL, timeToLive: 5_000)))
        leader.perform(.create(CreateRequest("/f", mode: .persistentTTL, timeToLive: 500)))
        leader.perform(.create(CreateRequest("/f/x")))
        let settings = ServiceSettings()
        let time = leader.zxid * 1_000
        let all = leader.service.reapable(after: nil, at: time, looks: 99, settings: settings)
        #expect(all.paths == ["/b", "/d"] && all.last == nil)
        let some = leader.service.reapable(after: nil, at: time, looks: 2, settings: settings)
        #expect(some.paths == ["/b"] && some.last == "/b")
        let rest = leader.service.reapable(after: "/b", at: time, looks: 9, settings: settings)
        #expect(rest.paths == ["/d"] && rest.last == nil)
        var impatient = settings
        impatient.containerMaxNeverUsed = 1_000
        let never = leader.service.reapable(after: "/b", at: time, looks: 1, settings: impatient)
        #expect(never.paths == ["/c"])
    }

    @Test func `only what is unused still is reaped`() {
        var leader = Self.leader()
        leader.perform(.create(CreateRequest("/c", mode: .container)))
        leader.perform(.create(CreateRequest("/c/x")))
        leader.perform(.create(CreateRequest("/t", mode: .persistentTTL, timeToLive: 1_500)))
        leader.perform(.create(CreateRequest("/e", mode: .ephemeral)))
        leader.perform(.create(CreateRequest("/p")))
        let table: [(ZnodePath, ErrorCode)] = [
            ("/c", .notEmpty), ("/e", .badVersion), ("/p", .badVersion), ("/z", .noNode),
            ("/z/y", .noNode), ("/zookeeper/config", .badVersion), ("/", .notEmpty),
        ]
        for (path, code) in table {
            let request = Request.deleteContainer(DeleteContainerRequest(path))
            #expect(leader.propose(request, session: 0).body == .error(code), "\(path)")
        }
        leader.propose(.setData(SetDataRequest("/t", data: [1])))
        let renewed = leader.propose(.deleteContainer(DeleteContainerRequest("/t")), session: 0)
        #expect(renewed.body == .error(.badVersion))
        leader.propose(.delete(DeleteRequest("/c/x")))
        for path in ["/c", "/t"] as [ZnodePath] {
            let reaped = leader.propose(.deleteContainer(DeleteContainerRequest(path)), session: 0)
            #expect(reaped.body == .delete(DeleteTransaction(path: path, isReaped: true)))
            #expect(reaped.body.opcode == .deleteContainer)
        }
        while leader.outstanding.count > 1 { leader.commit() }
        #expect(leader.service.hasReapable)
        #expect(leader.commit().changes == [.deleted("/t"), .childrenChanged("/")])
        #expect(!leader.service.hasReapable)
    }
}
