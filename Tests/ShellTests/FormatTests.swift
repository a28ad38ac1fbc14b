import Client
import Testing
import Znodes

@testable import zabd

/// What is expected here was printed by zkCli 3.8.0.

@Test func `a stat looks as in zkCli`() {
    let stat = Stat(
        czxid: 0x86, mzxid: 0x91, ctime: 0, mtime: 0, version: 2, cversion: 2, aversion: 1,
        ephemeralOwner: 0x0100_00b1_02ca_002e, dataLength: 6, numChildren: 2, pzxid: 0x8a)
    let epoch = ShellFormat.date(0)
    #expect(
        ShellFormat.stat(stat) == """
            cZxid = 0x86
            ctime = \(epoch)
            mZxid = 0x91
            mtime = \(epoch)
            pZxid = 0x8a
            cversion = 2
            dataVersion = 2
            aclVersion = 1
            ephemeralOwner = 0x10000b102ca002e
            dataLength = 6
            numChildren = 2
            """)
    #expect(epoch.hasSuffix(" 1970") || epoch.hasSuffix(" 1969"))
}

@Test func `lists, data and access lists look as in zkCli`() throws {
    #expect(ShellFormat.list(["a", "b"]) == "[a, b]")
    #expect(ShellFormat.list([]) == "[]")
    #expect(ShellFormat.data(nil) == "null")
    #expect(ShellFormat.data(Array("ä🐘".utf8)) == "ä🐘")
    let acl = try ShellFormat.readACL("digest:u:hash=:cdrwa,world:anyone:r")
    #expect(
        acl == [
            ACL(.all, for: Identity(scheme: "digest", id: "u:hash=")),
            ACL(.read, for: .anyone),
        ])
    #expect(ShellFormat.acl(acl) == "'digest,'u:hash=\n: cdrwa\n'world,'anyone\n: r")
}

@Test(arguments: [
    ("foo", "foo does not have the form scheme:id:perm"),
    ("world:anyone", "world:anyone does not have the form scheme:id:perm"),
    ("world:anyone:x", "Unknown perm type: x"),
])
func `an access list that makes no sense is refused`(text: String, why: String) {
    #expect(throws: ShellError(why)) { try ShellFormat.readACL(text) }
}

@Test func `an event looks as in zkCli`() {
    #expect(
        ShellFormat.event(WatchedEvent(.nodeCreated, "/a"))
            == "\nWATCHER::\n\nWatchedEvent state:SyncConnected type:NodeCreated path:/a")
    #expect(
        ShellFormat.event(WatchedEvent(state: .closed))
            == "\nWATCHER::\n\nWatchedEvent state:Closed type:None path:null")
}

@Test(arguments: [
    (ErrorCode.noNode, "Node does not exist: /a"),
    (.nodeExists, "Node already exists: /a"),
    (.notEmpty, "Node not empty: /a"),
    (.badVersion, "version No is not valid : /a"),
    (.noAuth, "Insufficient permission : /a"),
    (.invalidACL, "Acl is not valid : /a"),
    (.badArguments, "Arguments are not valid : /a"),
    (.noChildrenForEphemerals, "Ephemerals cannot have children: /a"),
    (.unimplemented, "KeeperErrorCode = Unimplemented for /a"),
    (.noWatcher, "KeeperErrorCode = No such watcher for /a"),
    (.reconfigDisabled, "KeeperErrorCode = Reconfig is disabled for /a"),
    (.connectionLoss, "KeeperErrorCode = ConnectionLoss for /a"),
    (.authFailed, "KeeperErrorCode = AuthFailed for /a"),
])
func `a refusal is told in zkCli's words`(code: ErrorCode, message: String) {
    #expect(ShellFormat.message(.refused(code), path: "/a") == message)
}

@Test(arguments: [
    ("a", "Path must start with / character"),
    ("", "Path length must be > 0"),
    ("/a/", "Path must not end with / character"),
    ("/x//y", "Invalid path string \"/x//y\" caused by empty node name specified @3"),
    ("/x/./y", "Invalid path string \"/x/./y\" caused by relative paths not allowed @3"),
    ("/x/..", "Invalid path string \"/x/..\" caused by relative paths not allowed @4"),
    ("/x\u{7}y", "Invalid path string \"/x\u{7}y\" caused by invalid character @2"),
])
func `a path that no node can have is refused before a server is asked`(
    path: String, why: String
) {
    #expect(throws: ShellError(why)) { try ZnodePath(typed: path) }
}

@Test(arguments: ["/", "/a", "/a/b.c", "/ä/..."])
func `a good path is taken`(path: String) throws {
    #expect(try ZnodePath(typed: path).text == path)
}

@Test func `a quota is read and written as ZooKeeper keeps it`() {
    let text = "count=5,bytes=-1=;byteHardLimit=-1;countHardLimit=7"
    var quota = ShellQuota(text)
    #expect(quota["n"] == 5 && quota["b"] == -1 && quota["B"] == -1 && quota["N"] == 7)
    #expect(quota.text == text)
    quota["b"] = 100
    #expect(quota.text == "count=5,bytes=100=;byteHardLimit=-1;countHardLimit=7")
    #expect(ShellQuota("count=2,bytes=0").useText == "count=2,bytes=0")
    #expect(ShellQuota("nonsense") == ShellQuota())
}

@Test func `a node's bytes give a terminal no orders`() {
    #expect(ShellFormat.harmless("a\tb\nä €") == "a\tb\nä €")
    #expect(ShellFormat.harmless("\u{1b}[2J\u{9b}\0") == #"\u{1B}[2J\u{009B}\0"#)
}

@Test func `why no server is reached is said once, until one was`() {
    var troubles = ShellTroubles()
    let said = [("a", "x"), ("a", "x"), ("b", "y"), ("a", "y")].map {
        troubles.isNew($0.1, with: $0.0)
    }
    #expect(said == [true, false, true, true])
}

@Test func `a text is broken between its words`() {
    #expect(ShellFormat.wrapped("aa bb ccc d", width: 5) == "aa bb\nccc d")
    #expect(ShellFormat.wrapped("longer than", width: 3) == "longer\nthan")
}
