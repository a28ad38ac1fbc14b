import Properties
import Trace
import Zab
import Znodes

/// A story with clients: s1 leads epoch 1 with s2 and s3, and what is written is real, so that the
/// replay has something to say.
struct ClientStory {
    var story = Story.serving()
    /// The tree after each transaction, as one server after another would have it.
    private(set) var service = Service()
    private var counter: UInt32 = 0
    private var xids: [Lane: Int32] = [:]
    private var connections = 0
    /// Whom each session's client has shown to be.
    private var identities: [Int64: [Identity]] = [:]

    var last: Int { story.last }
    var zxid: Zxid { Zxid(epoch: 1, counter: counter) }

    init(clients: [Lane] = ["c1"]) {
        for client in clients { connect(client, to: "s1", isNew: true) }
    }

    func breaks(_ property: Property) -> [Int] { story.breaks(property) }

    static func session(_ client: Lane) -> Int64 { 100 + client.number }

    // MARK: Connections

    mutating func connect(_ client: Lane, to server: Lane, isNew: Bool = false, seen: Zxid? = nil) {
        connections += 1
        let connect = story.message(
            .connect, from: client, to: server, zxid: seen ?? (isNew ? .zero : zxid),
            connection: connections)
        story.step(server, .receive(message: connect))
        if isNew {
            write(
                .createSession(CreateSessionRequest(timeout: 10_000)), session: client,
                call: CallID(session: client.number, xid: 0))
        }
        let accept = story.message(.connected, from: server, to: client)
        story.step(server, .timer(name: "accept"), [.send(message: accept)])
        story.step(
            client, .receive(message: accept),
            [.clientState(state: .connected, server: server, session: client.number)])
    }

    mutating func disconnect(_ client: Lane) {
        story.step(
            client, .disconnected(to: "s1", why: "broken"),
            [.clientState(state: .disconnected, server: nil, session: client.number)])
    }

    /// The client shows who it is, in the simulator's words.
    mutating func show(_ client: Lane, _ name: String) {
        identities[Self.session(client), default: []].append(
            Identity(scheme: "digest", id: "\(name):secret"))
        story.step(client, .command(text: "\(client) addauth digest \(name):secret"))
    }

    func caller(_ client: Lane) -> Caller {
        let session = Self.session(client)
        return Caller(session: session, identities: identities[session] ?? [])
    }

    // MARK: Calls

    mutating func invoke(_ client: Lane, _ request: Request, xid: Int32? = nil) -> CallID {
        let number = xid ?? (xids[client, default: 0] + 1)
        xids[client] = max(xids[client, default: 0], number)
        let id = CallID(session: client.number, xid: number)
        story.step(
            client,
            .call(
                id: id, text: request.description, opcode: request.opcode.rawValue,
                body: Bytes(request.encode())))
        return id
    }

    /// The transaction that the leader makes of a request, at the next zxid.
    mutating func prepare(_ request: Request, session: Int64, xid: Int32) -> Transaction {
        counter += 1
        var preparation = Preparation()
        return preparation.prepare(
            request, for: Caller(session: session, identities: identities[session] ?? []),
            cxid: xid,
            zxid: Int64(zxid.rawValue), time: 1_000, on: service)
    }

    /// A write through all three servers; what the tree says about it.
    @discardableResult
    mutating func write(_ request: Request, session client: Lane, call: CallID) -> OutcomeRecord {
        let transaction = prepare(request, session: Self.session(client), xid: call.xid)
        return commit(transaction, call: call)
    }

    @discardableResult
    mutating func commit(
        _ transaction: Transaction, call: CallID?, kept: [String] = []
    ) -> OutcomeRecord {
        let applied = service.apply(transaction)
        let outcome = Self.record(applied.outcome, zxid)
        var reply: [StepEffect] = []
        if let call {
            let message = story.message(
                .reply, from: "s1", to: .client(call.session), zxid: zxid, call: call,
                outcome: outcome)
            reply = [.send(message: message)]
        }
        let first = story.last
        story.write(
            zxid, "d\(zxid)", with: ["s2", "s3"], call: call, txn: transaction.encode(),
            reply: reply)
        let changes = applied.changes.map(\.description).filter { !kept.contains($0) }
        for place in first..<story.last {
            story.recording.steps[place].effects = story.recording.steps[place].effects.map {
                if case .deliver(let zxid, let digest, let text, _) = $0 {
                    .deliver(zxid: zxid, digest: digest, text: text, changes: changes)
                } else {
                    $0
                }
            }
        }
        return outcome
    }

    mutating func answer(_ client: Lane, _ id: CallID, _ outcome: OutcomeRecord) {
        let message = story.message(
            .reply, from: "s1", to: client, zxid: outcome.zxid, call: id, outcome: outcome)
        story.step(
            client, .receive(message: message), [.answered(id: id, outcome: outcome)])
    }

    /// A write from call to answer.
    @discardableResult
    mutating func write(_ client: Lane, _ request: Request) -> OutcomeRecord {
        let id = invoke(client, request)
        let outcome = write(request, session: client, call: id)
        answer(client, id, outcome)
        return outcome
    }

    /// A read from call to answer; `bend` changes what the client is told.
    mutating func read(
        _ client: Lane, _ request: Request, _ bend: (inout OutcomeRecord) -> Void = { _ in }
    ) {
        let id = invoke(client, request)
        var outcome = Self.record(service.read(request, for: caller(client)), zxid)
        bend(&outcome)
        let reply = story.message(
            .reply, from: "s1", to: client, zxid: outcome.zxid, call: id, outcome: outcome)
        story.step("s1", .timer(name: "answer"), [.send(message: reply)])
        answer(client, id, outcome)
    }

    mutating func notify(_ client: Lane, _ event: String, _ path: String) {
        let message = story.message(.event, from: "s1", to: client, text: "\(event) \(path)")
        story.step(client, .receive(message: message), [.notified(event: event, path: path)])
    }

    static func record(_ outcome: Outcome, _ zxid: Zxid) -> OutcomeRecord {
        switch outcome {
        case .failure(let code):
            OutcomeRecord(zxid: zxid, error: code.name, text: code.name, body: Bytes([]))
        case .success(let response):
            OutcomeRecord(
                zxid: zxid, error: nil, text: response.description, body: Bytes(response.encode()))
        }
    }

    static func create(
        _ path: String, _ data: String = "", mode: CreateMode = .persistent,
        acl: [ACL] = ACL.open
    ) -> Request {
        .create(CreateRequest(ZnodePath(path), data: Array(data.utf8), acl: acl, mode: mode))
    }

    /// Only this one may read; everyone may do the rest.
    static func readable(by name: String) -> [ACL] {
        [
            ACL(.all.subtracting(.read), for: .anyone),
            ACL(.read, for: Identity(scheme: "digest", id: "\(name):secret")),
        ]
    }

    static func watch(_ path: String, recursive: Bool = false) -> Request {
        .addWatch(
            AddWatchRequest(ZnodePath(path), mode: recursive ? .persistentRecursive : .persistent))
    }

    static func set(_ path: String, _ data: String) -> Request {
        .setData(SetDataRequest(ZnodePath(path), data: Array(data.utf8)))
    }

    static func get(_ path: String, watch: Bool = false) -> Request {
        .getData(GetDataRequest(ZnodePath(path), watch: watch))
    }

    static func exists(_ path: String, watch: Bool = false) -> Request {
        .exists(ExistsRequest(ZnodePath(path), watch: watch))
    }

    static func list(_ path: String, watch: Bool = false) -> Request {
        .getChildren(GetChildrenRequest(ZnodePath(path), watch: watch))
    }

    static func delete(_ path: String) -> Request { .delete(DeleteRequest(ZnodePath(path))) }
}
