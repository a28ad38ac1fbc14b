import Trace
import Zab
import Znodes

/// What the clients have asked and been told so far.
struct ClientLedger: Sendable {
    /// In the order of their first appearance.
    private(set) var clients: [ClientPast] = []
    /// Every call, in the order in which they were made.
    private(set) var calls: [CallPast] = []
    private var latest: [CallID: Int] = [:]
    /// How often each call was made: clients may count anew on a new connection.
    private(set) var issued: [CallID: Int] = [:]
    /// The highest zxid of a write that was answered.
    private(set) var written = Zxid.zero
    /// Calls whose answers are to be looked at: those that were answered, as indices into `calls`.
    private(set) var answered: [Int] = []

    func index(of lane: Lane) -> Int? {
        clients.firstIndex { $0.lane.number == lane.number && $0.lane == lane }
    }

    subscript(lane: Lane) -> ClientPast? { index(of: lane).map { clients[$0] } }

    func call(_ id: CallID) -> CallPast? { latest[id].map { calls[$0] } }

    /// The answered call of this client that was made after this one, if there is one on its
    /// connection.
    func answeredAhead(of id: CallID, by client: ClientPast) -> CallPast? {
        guard let place = latest[id], let last = client.lastAnswered, place < last else {
            return nil
        }
        return calls[last]
    }

    mutating func take(_ input: StepInput, _ moment: Moment) {
        let at = clientIndex(moment.step.at)
        switch input {
        case .call(let id, _, let opcode, let body):
            latest[id] = calls.count
            issued[id, default: 0] += 1
            calls.append(
                CallPast(
                    id: id, client: moment.step.at, step: moment.n, time: moment.step.t,
                    opcode: opcode, body: body.raw, after: written,
                    identities: clients[at].identities))
            if opcode == Opcode.setWatches.rawValue || opcode == Opcode.setWatches2.rawValue {
                clients[at].setWatches = id
            }
            if id.xid > 0 { clients[at].outstanding.append(id) }
        case .receive(let message):
            if message.kind == .reply, let id = message.call, clients[at].setWatches == id {
                resubscribe(at, message.outcome?.zxid ?? clients[at].seen, moment)
            }
        case .command(let text): authenticate(at, text)
        default: break
        }
    }

    mutating func take(_ effect: StepEffect, _ moment: Moment) {
        let at = clientIndex(moment.step.at)
        switch effect {
        case .send(let message) where message.kind == .connect:
            // `new session as ip 127.0.0.1`
            guard let text = message.text, let mark = text.firstRange(of: " as ip ") else { return }
            identify(at, Identity(scheme: "ip", id: String(text[mark.upperBound...])))
        case .send(let message):
            guard message.kind == .call, let id = message.call else { return }
            if message.text?.hasPrefix("setWatches") == true { clients[at].setWatches = id }
            // It may have waited for a connection, which was told everything shown so far.
            if let place = latest[id] { calls[place].identities = clients[at].identities }
        case .clientState(let state, let server, let session):
            change(at, to: state, server, session, moment)
        case .answered(let id, let outcome): answer(at, id, outcome, moment)
        case .unknown(let id):
            clients[at].outstanding.removeAll { $0 == id }
            guard let place = latest[id], calls[place].ended == nil else { return }
            calls[place].ended = moment.n
            calls[place].isUnknown = true
        case .notified(let event, let path): notify(at, event, path, moment)
        default: break
        }
    }

    /// `c1 addauth digest alice:secret`
    private mutating func authenticate(_ at: Int, _ text: String) {
        let words = text.split(separator: " ", maxSplits: 3)
        guard words.count == 4, words[1] == "addauth" else { return }
        identify(at, Identity(scheme: String(words[2]), id: String(words[3])))
    }

    /// One that was shown before changes nothing.
    private mutating func identify(_ at: Int, _ identity: Identity) {
        if !clients[at].identities.contains(identity) { clients[at].identities.append(identity) }
    }

    private mutating func clientIndex(_ lane: Lane) -> Int {
        if let known = index(of: lane) { return known }
        clients.append(ClientPast(lane))
        return clients.count - 1
    }

    private mutating func change(
        _ at: Int, to state: ClientState, _ server: Lane?, _ session: Int64, _ moment: Moment
    ) {
        let isNew = state == .connected && clients[at].state != .connected
        if isNew {
            clients[at].connection += 1
            clients[at].lastAnswered = nil
            clients[at].isResubscribed = clients[at].watches.isEmpty
            clients[at].stream.append(.connected(step: moment.n))
        }
        let isOver = state == .expired || state == .closed
        // What a closed session had not asked yet will never be asked: that is a definite end.
        if isOver {
            for id in clients[at].outstanding {
                if let place = latest[id] { calls[place].ended = moment.n }
            }
            clients[at].outstanding = []
        }
        if isOver || (state == .connected && session != clients[at].session) {
            clients[at].seen = .zero
            clients[at].seenOn = clients[at].connection
            clients[at].watches = [:]
            clients[at].isResubscribed = true
            clients[at].stream.append(.forgot(step: moment.n))
        }
        clients[at].state = state
        clients[at].server = server
        if state == .connected { clients[at].session = session }
        // A watch of an earlier connection is the server's business again only once it was set
        // again.
        if state != .connected { clients[at].setWatches = nil }
    }

    private mutating func resubscribe(_ at: Int, _ zxid: Zxid, _ moment: Moment) {
        clients[at].isResubscribed = true
        clients[at].stream.append(.resubscribed(zxid, step: moment.n))
    }

    private mutating func answer(
        _ at: Int, _ id: CallID, _ outcome: OutcomeRecord, _ moment: Moment
    ) {
        clients[at].outstanding.removeAll { $0 == id }
        if id.xid > 0, let place = latest[id] {
            clients[at].lastAnswered = max(clients[at].lastAnswered ?? place, place)
        }
        if outcome.zxid >= clients[at].seen {
            clients[at].seen = outcome.zxid
            clients[at].seenOn = clients[at].connection
        }
        clients[at].stream.append(.answered(outcome.zxid, step: moment.n))
        guard let place = latest[id], calls[place].outcome == nil else { return }
        if clients[at].setWatches == id && !clients[at].isResubscribed {
            resubscribe(at, outcome.zxid, moment)
        }
        calls[place].outcome = outcome
        calls[place].ended = moment.n
        answered.append(place)
        if calls[place].isWrite { written = max(written, outcome.zxid) }
        if let watch = calls[place].watch(after: outcome) {
            register(at, watch, calls[place], outcome, moment)
        }
        if outcome.error == nil {
            for place in calls[place].unwatched {
                clients[at].watches[place] = nil
                clients[at].stream.append(.unwatched(place))
            }
        }
    }

    private mutating func register(
        _ at: Int, _ watch: Watch, _ call: CallPast, _ outcome: OutcomeRecord, _ moment: Moment
    ) {
        let place = WatchPlace(watch)
        let registration = Registration(
            zxid: outcome.zxid, step: moment.n, isForAbsence: outcome.error != nil,
            identities: call.identities)
        clients[at].stream.append(.watched(place, registration))
        // A watch that is set already stays as it is.
        if let known = clients[at].watches[place], !known.mayHaveFired { return }
        clients[at].watches[place] = registration
    }

    private mutating func notify(_ at: Int, _ event: String, _ path: String, _ moment: Moment) {
        guard let kind = WatchEvent.Kind(traceName: event) else { return }
        let path = ZnodePath(path)
        clients[at].stream.append(
            .notified(kind, path, as: clients[at].identities, step: moment.n))
        let data = WatchPlace(.data, path)
        let child = WatchPlace(.child, path)
        switch kind {
        case .nodeCreated, .nodeDataChanged: clients[at].watches[data] = nil
        case .nodeChildrenChanged: clients[at].watches[child] = nil
        case .nodeDeleted:
            // One event for both tables, or one for each after SETWATCHES.
            if clients[at].watches.removeValue(forKey: data) != nil,
                clients[at].watches[child]?.mayHaveFired == false
            {
                clients[at].watches[child]?.mayHaveFired = true
            } else {
                clients[at].watches[child] = nil
            }
        }
    }
}
