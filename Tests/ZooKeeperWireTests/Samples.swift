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
    .check(CheckRequest("/m", version: 0)),
]

/// One request of each kind and shape that a client may send.
let sampleRequests: [Request] = [
    operations[0], operations[1], operations[2], operations[3],
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
    (.ping, .done),
    (.closeSession, .done),
]
