import Testing
import Znodes

private let alice = Identity(scheme: "digest", id: "alice:hash1")
private let bob = Identity(scheme: "digest", id: "bob:hash2")
private let root = Identity(scheme: "super", id: "")
private let address = Identity(scheme: "ip", id: "10.1.2.3")

/// Who may do what, and what access control lists may say.
@Suite struct AccessTests {
    /// `/n` with a child `/n/c`; `/n` gives alice exactly these permissions, and nobody else any.
    static func leader(granting permissions: ACL.Permissions) -> Leader {
        var leader = Leader(sessions: 1)
        leader.perform(.create(CreateRequest("/n")))
        leader.perform(.create(CreateRequest("/n/c")))
        leader.perform(.setACL(SetACLRequest("/n", acl: [ACL(permissions, for: alice)])))
        return leader
    }

    static let each: [ACL.Permissions] = [.read, .write, .create, .delete, .admin]

    /// What each operation needs: any one of these permissions.
    static let needs: [(Request, ACL.Permissions)] = [
        (.create(CreateRequest("/n/x")), .create),
        (.create(CreateRequest("/n/x", returnsStat: true)), .create),
        (.create(CreateRequest("/n/x", mode: .container)), .create),
        (.delete(DeleteRequest("/n/c")), .delete),
        (.setData(SetDataRequest("/n", data: [])), .write),
        (.setACL(SetACLRequest("/n", acl: ACL.open)), .admin),
        (.multi(MultiRequest([.check(CheckRequest("/n"))])), .read),
        (.getData(GetDataRequest("/n")), .read),
        (.getChildren(GetChildrenRequest("/n")), .read),
        (.getChildren(GetChildrenRequest("/n", returnsStat: true)), .read),
        (.getAllChildrenNumber(GetAllChildrenNumberRequest("/n")), .read),
        (.getACL(GetACLRequest("/n")), [.read, .admin]),
        (.exists(ExistsRequest("/n")), []),
        (.sync(SyncRequest("/n")), []),
        (.getEphemerals(GetEphemeralsRequest(prefix: "/n")), []),
        (.multi(MultiRequest([])), []),
    ]

    static func code(
        of request: Request, by identities: [Identity], on leader: Leader
    ) -> ErrorCode {
        var leader = leader
        let outcome =
            request.isWrite
            ? leader.perform(request, as: identities).outcome
            : leader.service.read(request, for: Caller(session: 1, identities: identities))
        if case .success(let response) = outcome { return response.multiError ?? .ok }
        return outcome.code
    }

    @Test(arguments: needs)
    func `an operation needs its permission and no other`(
        request: Request, needed: ACL.Permissions
    ) {
        for permission in Self.each {
            let leader = Self.leader(granting: permission)
            let isEnough = needed.isEmpty || !needed.isDisjoint(with: permission)
            #expect(Self.code(of: request, by: [alice], on: leader) == (isEnough ? .ok : .noAuth))
            #expect(
                Self.code(of: request, by: [address, bob], on: leader)
                    == (needed.isEmpty ? .ok : .noAuth))
            #expect(Self.code(of: request, by: [root], on: leader) == .ok)
        }
    }

    @Test func `who skips access control lists may do all, and is not called super`() {
        let leader = Self.leader(granting: [])
        let caller = Caller(session: 1, identities: [bob], mayDoAll: true)
        #expect(leader.service.read(.getData(GetDataRequest("/n")), for: caller).code == .ok)
        #expect(
            leader.service.read(.whoAmI, for: caller)
                == .success(.whoAmI([ClientInfo(scheme: "digest", user: "bob")])))
    }

    @Test func `permissions are checked in the order of the reference`() {
        var leader = Self.leader(granting: .read)
        leader.perform(.create(CreateRequest("/o")))
        let table: [(Request, ErrorCode)] = [
            (.create(CreateRequest("/n/x", acl: [])), .invalidACL),
            (.create(CreateRequest("/z/x")), .noNode),
            (.create(CreateRequest("/n/c")), .noAuth),
            (.create(CreateRequest("/n/x/")), .noNode),
            (.create(CreateRequest("/n/.")), .noAuth),
            (.delete(DeleteRequest("/n/z", version: 9)), .noAuth),
            (.delete(DeleteRequest("/zookeeper/quota")), .badArguments),
            (.setData(SetDataRequest("/n", data: nil, version: 9)), .noAuth),
            (.setData(SetDataRequest("/n/", data: nil, version: 9)), .badArguments),
            (.setACL(SetACLRequest("/n", acl: [])), .invalidACL),
            (.setACL(SetACLRequest("/n/", acl: [])), .badArguments),
            (.setACL(SetACLRequest("/z", acl: [])), .invalidACL),
            (.setACL(SetACLRequest("/z", acl: ACL.open)), .noNode),
            (.setACL(SetACLRequest("/n", acl: ACL.open, version: 9)), .noAuth),
            (.setACL(SetACLRequest("/o", acl: ACL.open, version: 9)), .badVersion),
            (.multi(MultiRequest([.check(CheckRequest("/n", version: 9))])), .badVersion),
            (.multi(MultiRequest([.check(CheckRequest("/z", version: 9))])), .noNode),
            (.reconfig(ReconfigRequest(joining: "server.4=h:1:2")), .reconfigDisabled),
        ]
        for (request, code) in table {
            #expect(Self.code(of: request, by: [alice], on: leader) == code, "\(request)")
        }
    }

    @Test func `a list is normalized`() {
        let everyone = ACL(.all, for: .anyone)
        let own = ACL(.read, for: Identity(scheme: "auth", id: "whatever"))
        let network = ACL(.read, for: Identity(scheme: "ip", id: "10.0.0.0/8"))
        let table: [([ACL], by: [Identity], [ACL]?)] = [
            ([everyone], [], [everyone]),
            ([everyone, everyone, network, everyone], [], [everyone, network]),
            ([own], [address, alice, bob], [ACL(.read, for: alice), ACL(.read, for: bob)]),
            ([own], [address], nil),
            ([own], [], nil),
            ([own, everyone], [root], nil),
            ([], [alice], nil),
            ([ACL(.all, for: Identity(scheme: "world", id: "someone"))], [alice], nil),
            ([ACL(.all, for: Identity(scheme: "", id: ""))], [alice], nil),
            ([ACL(.all, for: Identity(scheme: "x509", id: "cn"))], [alice], nil),
            ([ACL(.all, for: root)], [root], nil),
            ([everyone, ACL(.all, for: Identity(scheme: "digest", id: "u"))], [alice], nil),
        ]
        for (list, identities, expected) in table {
            for request in [
                Request.create(CreateRequest("/a", acl: list)),
                .setACL(SetACLRequest("/", acl: list)),
            ] {
                var leader = Leader(sessions: 1)
                let code = leader.perform(request, as: identities).code
                #expect(code == (expected == nil ? .invalidACL : .ok), "\(list)")
                let path: ZnodePath = request.opcode == .create ? "/a" : "/"
                if let expected { #expect(leader.service[path]?.acl.entries == expected) }
            }
        }
    }

    @Test(arguments: [
        ("digest", "u:hash", true), ("digest", "u", false), ("digest", "a:b:c", false),
        ("digest", "", false), ("digest", "u:", false), ("digest", ":hash", true),
        ("digest", "a:b:", true), ("digest", "a::b", false), ("sasl", "user@REALM", true),
        ("sasl", "", false), ("ip", "1.2.3.4", true), ("ip", "1.2.3.4/0", true),
        ("ip", "1.2.3.4/32", true), ("ip", "1.2.3.4/33", false), ("ip", "1.2.3.4/-1", false),
        ("ip", "1.2.3.4/", false), ("ip", "1.2.3", false), ("ip", "1.2.3.256", false),
        ("ip", "1.2.3.4.5", false), ("ip", "host", false), ("ip", "", false), ("ip", "::1", true),
        ("ip", "fe80::/10", true), ("ip", "fe80::/129", false), ("ip", "1:2:3:4:5:6:7:8", true),
        ("ip", "1:2:3:4:5:6:7", false), ("ip", "1:2:3:4:5:6:7:8:9", false), ("ip", ":::", false),
        ("ip", "1::2::3", false), ("ip", "::12345", false), ("ip", "::ffff:1.2.3.4", true),
        ("x509", "CN=bob,O=Acme\\, Inc.", true), ("x509", "cn=a, o=b", true), ("x509", "", true),
        ("x509", "CN=\"a,b\";UID=x+1.2.3=y", true), ("x509", "OID.1.2.3=x", true),
        ("x509", "CN=", true), ("x509", "CN=a,", false), ("x509", "a", false),
        ("x509", "x=y", false), ("x509", "CN=\"a", false), ("x509", "1=x", false),
        ("ip", "::g", false), ("ip", "::", true), ("ip", "1:2:3:4:5:6:7::", true),
        ("ip", "1:2:3:4:5:6:7:8::", false), ("ip", "::+1", false),
    ])
    func `an id is one that its scheme knows`(scheme: String, id: String, isValid: Bool) {
        var leader = Self.leaderWithProviders()
        let acl = [ACL(.all, for: Identity(scheme: scheme, id: id))]
        let code = leader.perform(.create(CreateRequest("/a", acl: acl))).code
        #expect(code == (isValid ? .ok : .invalidACL))
    }

    private static func leaderWithProviders() -> Leader {
        var settings = ServiceSettings()
        settings.acceptsSASL = true
        settings.acceptsX509 = true
        var leader = Leader(sessions: 1)
        leader.preparation = Preparation(settings: settings)
        return leader
    }

    @Test func `users of a scheme that is not configured are nobody`() {
        var leader = Leader(sessions: 1)
        for identity in [("sasl", "bob"), ("x509", "CN=bob")].map({ Identity(scheme: $0, id: $1) })
        {
            let acl = [ACL(.all, for: identity)]
            #expect(leader.perform(.create(CreateRequest("/a", acl: acl))).code == .invalidACL)
            #expect(leader.perform(.setACL(SetACLRequest("/", acl: acl))).code == .invalidACL)
        }
    }

    @Test func `the subject of a certificate is compared letter by letter`() {
        var leader = Self.leaderWithProviders()
        let bob = Identity(scheme: "x509", id: "CN=bob,O=Acme")
        leader.perform(.create(CreateRequest("/a", acl: [ACL(.read, for: bob)])))
        for (id, code) in [
            ("CN=bob,O=Acme", .ok), ("CN=bob, O=Acme", .noAuth), ("CN=Bob,O=Acme", .noAuth),
        ] as [(String, ErrorCode)] {
            let caller = Caller(session: 1, identities: [Identity(scheme: "x509", id: id)])
            let outcome = leader.service.read(.getData(GetDataRequest("/a")), for: caller)
            #expect(outcome.code == code)
        }
    }

    @Test(arguments: [
        ("10.1.2.3", "10.1.2.3", true), ("10.1.2.3", "10.1.2.4", false),
        ("10.0.0.0/8", "10.200.2.3", true), ("10.0.0.0/8", "11.0.0.1", false),
        ("10.1.2.0/23", "10.1.3.9", true), ("10.1.2.0/23", "10.1.4.9", false),
        ("0.0.0.0/0", "255.1.2.3", true), ("0.0.0.0/0", "::1", false),
        ("::1", "0:0:0:0:0:0:0:1", true), ("::1", "::2", false),
        ("fe80::/10", "fe80:0:0:0:1:2:3:4%eth0", true), ("fe80::/10", "fec0::1", false),
        ("::/0", "1:2:3:4:5:6:7:8", true), ("::/0", "1.2.3.4", false),
        ("::ffff:1.2.3.4", "::ffff:102:304", true), ("10.0.0.0/8", "nowhere", false),
    ])
    func `an address is in a network or not`(entry: String, client: String, isIn: Bool) {
        var leader = Leader(sessions: 1)
        let acl = [ACL(.read, for: Identity(scheme: "ip", id: entry))]
        leader.perform(.create(CreateRequest("/a", acl: acl)))
        let caller = Caller(session: 1, identities: [Identity(scheme: "ip", id: client)])
        let outcome = leader.service.read(.getData(GetDataRequest("/a")), for: caller)
        #expect(outcome.code == (isIn ? .ok : .noAuth))
    }

    @Test func `hashes are for administrators only`() {
        let list = [
            ACL(.read, for: bob), ACL(.all, for: alice),
            ACL(.read, for: Identity(scheme: "sasl", id: "u:v")),
        ]
        var leader = Self.leaderWithProviders()
        leader.perform(.create(CreateRequest("/a", acl: list)))
        let shown = [Identity](arrayLiteral: bob, alice).map { identity in
            leader.service.read(
                .getACL(GetACLRequest("/a")), for: Caller(session: 1, identities: [identity]))
        }
        let stat = leader.stat("/a") ?? Stat()
        let hidden = [
            ACL(.read, for: Identity(scheme: "digest", id: "bob:x")),
            ACL(.all, for: Identity(scheme: "digest", id: "alice:x")), list[2],
        ]
        #expect(shown == [.success(.acl(hidden, stat)), .success(.acl(list, stat))])
        #expect(
            Request.setACL(SetACLRequest("/a", acl: list)).description
                == "setAcl /a digest:bob:x:r,digest:alice:x:cdrwa,sasl:u:v:r")
    }

    @Test func `a new list changes its own version and nothing else`() {
        var leader = Leader(sessions: 1)
        leader.perform(.create(CreateRequest("/a")))
        var expected = leader.stat("/a")
        expected?.aversion = 1
        let applied = leader.perform(.setACL(SetACLRequest("/a", acl: ACL.readOnly, version: 0)))
        #expect(applied.changes.isEmpty)
        #expect(leader.stat("/a") == expected)
        #expect(applied.outcome == .success(.stat(expected ?? Stat())))
        // The next request already sees it.
        leader.propose(.setACL(SetACLRequest("/", acl: ACL.readOnly)))
        #expect(leader.propose(.create(CreateRequest("/b"))).body == .error(.noAuth))
    }

    @Test func `everyone is told who they are, once for each identity`() {
        let identities = [address, alice, Identity(scheme: "sasl", id: "s"), root, alice]
        var caller = Caller(session: 1, identities: [address])
        caller.authenticate(identities)
        #expect(caller.identities == Array(identities.dropLast()))
        #expect(caller.mayDoAll)
        #expect(
            Service().read(.whoAmI, for: caller)
                == .success(
                    .whoAmI([
                        ClientInfo(scheme: "ip", user: "10.1.2.3"),
                        ClientInfo(scheme: "digest", user: "alice"),
                        ClientInfo(scheme: "sasl", user: "s"),
                        ClientInfo(scheme: "super", user: ""),
                    ])))
    }
}
