import Znodes

private let stat = Stat(
    czxid: 1, mzxid: -2, ctime: .max, mtime: .min, version: 5, cversion: -1, aversion: 7,
    ephemeralOwner: 0x0100_00b1_02ca_002e, dataLength: .max, numChildren: 8, pzxid: 9)
private let acl = [
    ACL([.read, .admin], for: Identity(scheme: "digest", id: "u:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=")),
    ACL(.all, for: .anyone),
]
private let operations: [Request] = [
    .create(CreateRequest("/m", data: [1], mode: .ephemeralSequential)),
    .create(CreateRequest("/m", data: nil, acl: acl, returnsStat: true)),
    .delete(DeleteRequest("/m", version: 3)),
    .setData(SetDataRequest("/m", data: [], version: .max)),
    .create(CreateRequest("/c", mode: .container)),
    .create(CreateRequest("/t", mode: .persistentSequentialTTL, timeToLive: 1_099_511_627_775)),
    .check(CheckRequest("/m", version: 0)),
]

/// One request of each kind and shape that a client may send.
let sampleRequests: [Request] = [
    operations[0], operations[1], operations[2], operations[3], operations[4], operations[5],
    .setACL(SetACLRequest("/a", acl: acl, version: 2)),
    .setACL(SetACLRequest("/a", acl: [])),
    .reconfig(
        ReconfigRequest(
            joining: "server.4=h:1:2", leaving: nil, newMembers: nil, version: 7)),
    .getACL(GetACLRequest("/a")),
    .multiRead(
        MultiReadRequest([
            .getData(GetDataRequest("/a")), .getChildren(GetChildrenRequest("/b")),
        ])),
    .getEphemerals(GetEphemeralsRequest(prefix: "/a")),
    .getAllChildrenNumber(GetAllChildrenNumberRequest("/")),
    .whoAmI,
    .addWatch(AddWatchRequest("/a", mode: .persistentRecursive)),
    .checkWatches(WatchesRequest("/a", kind: .data)),
    .removeWatches(WatchesRequest("/a")),
    .setWatches(
        SetWatchesRequest(
            relativeZxid: 1, dataWatches: ["/a"],
            persistent: .init(watches: ["/p"], recursiveWatches: ["/r", "/"]))),
    .multi(MultiRequest([])),
    .multi(MultiRequest(operations)),
    .getData(GetDataRequest("/ä/🐘", watch: true)),
    .exists(ExistsRequest("", watch: false)),
    .getChildren(GetChildrenRequest("/", watch: true)),
    .getChildren(GetChildrenRequest("/", watch: false, returnsStat: true)),
    .sync(SyncRequest("/a")),
    .setWatches(
        SetWatchesRequest(
            relativeZxid: 0x2_0000_0007, dataWatches: ["/a", "/b"], existWatches: [],
            childWatches: ["/c"])),
    .setWatches(
        SetWatchesRequest(
            relativeZxid: 1,
            persistent: .init(watches: ["/a"], recursiveWatches: ["/b", "/c"]))),
    .create(CreateRequest("/c", mode: .container)),
    .create(CreateRequest("/t", mode: .persistentSequentialTTL, timeToLive: 1 << 39)),
    .getACL(GetACLRequest("/a")),
    .setACL(SetACLRequest("/a", acl: acl, version: 4)),
    .reconfig(ReconfigRequest(joining: "server.4=h:1:2", leaving: nil, version: 7)),
    .checkWatches(WatchesRequest("/a", kind: .data)),
    .removeWatches(WatchesRequest("/a", kind: .any)),
    .multiRead(
        MultiReadRequest([
            .getData(GetDataRequest("/a")), .getChildren(GetChildrenRequest("/b")),
        ])),
    .getEphemerals(GetEphemeralsRequest(prefix: "/a")),
    .getAllChildrenNumber(GetAllChildrenNumberRequest("/a")),
    .addWatch(AddWatchRequest("/a", mode: .persistentRecursive)),
    .whoAmI,
    .ping,
    .closeSession,
]

/// Answers, each with the opcode of its request.
let sampleResponses: [(Opcode, Response)] = [
    (.create, .created("/a0000000001", nil)),
    (.create2, .created("/a", stat)),
    (.getData, .data([1, 2, 3], stat)),
    (.getData, .data(nil, stat)),
    (.exists, .stat(stat)),
    (.setData, .stat(stat)),
    (.createContainer, .created("/c", stat)),
    (.createTTL, .created("/t", stat)),
    (.setACL, .stat(stat)),
    (.getACL, .acl(acl, stat)),
    (.reconfig, .data([1], stat)),
    (
        .multiRead,
        .multi([
            .done(.getData, .data([1], stat)), .refused(.noNode),
            .done(.getChildren, .children(["a"], nil)),
        ])
    ),
    (.getEphemerals, .ephemerals(["/a", "/b"])),
    (.getAllChildrenNumber, .childrenNumber(7)),
    (
        .whoAmI,
        .whoAmI([
            ClientInfo(scheme: "ip", user: "127.0.0.1"), ClientInfo(scheme: "digest", user: "u"),
        ])
    ),
    (.addWatch, .watchAdded),
    (.checkWatches, .done),
    (.removeWatches, .done),
    (.setWatches2, .done),
    (.getChildren, .children(["a", "ä", ""], nil)),
    (.getChildren2, .children([], stat)),
    (.multi, .multi([])),
    (
        .multi,
        .multi([
            .done(.create, .created("/m", nil)), .done(.create2, .created("/m", stat)),
            .done(.delete, .done), .done(.setData, .stat(stat)), .done(.check, .done),
        ])
    ),
    (.multi, .multi([.refused(.ok), .refused(.badVersion), .refused(.runtimeInconsistency)])),
    (.sync, .synced("/a")),
    (.delete, .done),
    (.setWatches, .done),
    (.setWatches2, .done),
    (.createContainer, .created("/c", stat)),
    (.createTTL, .created("/t0000000001", stat)),
    (.getACL, .acl(acl, stat)),
    (.setACL, .stat(stat)),
    (.reconfig, .data([1], stat)),
    (.checkWatches, .done),
    (.removeWatches, .done),
    (.multiRead, .multi([.done(.getData, .data([1], stat)), .refused(.noAuth)])),
    (.getEphemerals, .ephemerals(["/a", "/b"])),
    (.getAllChildrenNumber, .childrenNumber(7)),
    (.addWatch, .watchAdded),
    (.whoAmI, .whoAmI([ClientInfo(scheme: "digest", user: "u")])),
    (.ping, .done),
    (.closeSession, .done),
]
