import Trace
import Zab
import Znodes

/// W1, W2, W4 and W5, client by client: what each was told about the nodes it watched, and when, compared
/// with what the replay says happened to them and with who might read them.
struct WatchReplay {
    private let client: ClientPast
    private let triggers: Triggers
    /// Access lists bind nobody.
    private let skipsACL: Bool
    private var watches: [WatchPlace: Watched] = [:]
    /// How many connections there were so far, and whether watches hold on the present one.
    private var connection = 0
    private var isResubscribed = true
    /// The zxid of the last event on this connection that has a place in the order.
    private var lastEvent = Zxid.zero

    private struct Watched {
        let registration: Registration
        let connection: Int
        /// Where the triggers begin that are not behind it yet.
        var start: Int
    }

    init(_ client: ClientPast, _ triggers: Triggers, skipsACL: Bool) {
        self.client = client
        self.triggers = triggers
        self.skipsACL = skipsACL
    }

    mutating func run(_ findings: inout Findings) {
        for event in client.stream {
            switch event {
            case .connected:
                connection += 1
                isResubscribed = watches.isEmpty
                lastEvent = .zero
            case .resubscribed(let zxid, _): resubscribed(zxid)
            case .forgot:
                watches = [:]
                isResubscribed = true
            case .watched(let place, let registration): watched(place, registration)
            case .unwatched(let place): watches[place] = nil
            case .notified(let kind, let path, let identities, let step):
                notified(WatchEvent(kind, path), identities, step, &findings)
            case .answered(let zxid, let step): answered(zxid, step, &findings)
            }
        }
    }

    /// At the end of a run that was left in peace: what is still waiting although it has happened.
    func judgeRest(
        committedBefore deadline: Zxid, at step: Int, _ findings: inout Findings
    ) {
        guard client.isConnected else { return }
        for (place, watched) in sorted where holds(watched) {
            guard let missed = missed(place, watched, through: deadline) else { continue }
            findings.report(
                .noLostWatch, step,
                "\(client.lane) was never told of \(triggers[missed].zxid), although it watches "
                    + "\(place.path) since "
                    + "step \(watched.registration.step)")
        }
    }

    // MARK: Watches

    private mutating func watched(_ place: WatchPlace, _ registration: Registration) {
        // A watch that is set already stays as it is.
        if watches[place]?.connection == connection { return }
        watches[place] = Watched(
            registration: registration, connection: connection,
            start: triggers.count(through: registration.zxid))
    }

    /// What stays is set again without a word about what was missed.
    private mutating func resubscribed(_ zxid: Zxid) {
        isResubscribed = true
        let start = triggers.count(through: zxid)
        // in any order: each watch for itself
        for (place, watched) in watches
        where place.stays || isExcused(watched, place.path, before: start) {
            watches[place]?.start = max(watched.start, start)
        }
    }

    /// A node that was waited for, came and went while the client was away may be missed.
    private func isExcused(_ watched: Watched, _ path: ZnodePath, before end: Int) -> Bool {
        guard watched.connection != connection, watched.registration.isForAbsence,
            let gone = triggers.first(WatchEvent(.nodeDeleted, path), from: watched.start)
        else { return false }
        return gone < end
    }

    /// Whether the server of the present connection knows of the watch.
    private func holds(_ watched: Watched) -> Bool {
        watched.connection == connection || isResubscribed
    }

    private func may(_ identities: [Identity], read place: Int) -> Bool {
        Caller(session: 0, identities: identities, mayDoAll: skipsACL)
            .may(.read, on: triggers[place].acl)
    }

    // MARK: Events

    private mutating func notified(
        _ event: WatchEvent, _ identities: [Identity], _ step: Int, _ findings: inout Findings
    ) {
        let places = WatchPlace.concerned(by: event.kind, event.path).filter {
            watches[$0] != nil
        }
        // No watch at all is W3's matter.
        guard !places.isEmpty else { return }
        defer { for place in places where !place.stays { watches[place] = nil } }
        // What SETWATCHES reports is what differs, not what happened.
        guard isResubscribed else { return }
        let due = places.compactMap { place in
            watches[place].map { self.due(place, $0, identities) }
        }
        guard
            let place = due.flatMap(\.possible).filter({ triggers[$0].event == event }).min()
        else {
            let start = places.compactMap { watches[$0]?.start }.min() ?? 0
            return explain(
                event, identities, from: start, expected: due.compactMap(\.certain).min(), step,
                &findings)
        }
        if let before = due.compactMap(\.certain).min(), before < place {
            reportOrder(event, after: before, step, &findings)
        }
        let trigger = triggers[place]
        if trigger.zxid < lastEvent {
            findings.report(
                .watchOrder, step,
                "\(client.lane) was told of \(trigger.zxid) after it was told of \(lastEvent)")
        }
        lastEvent = max(lastEvent, trigger.zxid)
        for known in places where known.stays { watches[known]?.start = place + 1 }
    }

    /// What a watch can be fired by next, seen by a client that has shown these identities: all that it may
    /// be told, up to the first that it must be told. The server may not have heard of the latest identities.
    private func due(
        _ place: WatchPlace, _ watched: Watched, _ identities: [Identity]
    ) -> (possible: [Int], certain: Int?) {
        var possible: [Int] = []
        var start = watched.start
        while let next = triggers.first(concerning: place, from: start) {
            if may(identities, read: next) {
                possible.append(next)
                if may(watched.registration.identities, read: next) { return (possible, next) }
            }
            // Told or not, it has used a watch up that fires once.
            if !place.stays { break }
            start = next + 1
        }
        return (possible, nil)
    }

    /// An event that is not due: one about a node that the client may not read, or one out of order.
    private func explain(
        _ event: WatchEvent, _ identities: [Identity], from start: Int, expected: Int?,
        _ step: Int, _ findings: inout Findings
    ) {
        if let secret = triggers.first(event, from: start), !may(identities, read: secret) {
            return findings.report(
                .watchConfidentiality, step,
                "\(client.lane) was told \(event) of \(triggers[secret].zxid), although it may "
                    + "not read the node")
        }
        if let expected { return reportOrder(event, after: expected, step, &findings) }
        findings.report(
            .watchOrder, step,
            "\(client.lane) was told \(event), which no transaction has done")
    }

    private func reportOrder(
        _ event: WatchEvent, after place: Int, _ step: Int, _ findings: inout Findings
    ) {
        findings.report(
            .watchOrder, step,
            "\(client.lane) was told \(event), but \(triggers[place].zxid) had changed the node "
                + "before")
    }

    // MARK: Answers

    private mutating func answered(_ zxid: Zxid, _ step: Int, _ findings: inout Findings) {
        if zxid < lastEvent {
            findings.report(
                .watchOrder, step,
                "\(client.lane) was shown \(zxid) after it was told of \(lastEvent)")
        }
        let end = triggers.count(through: zxid)
        for (place, watched) in sorted where holds(watched) {
            if let missed = missed(place, watched, through: zxid) {
                let isSame = watched.connection == connection
                let trigger = triggers[missed]
                findings.report(
                    isSame ? .watchBeforeData : .noLostWatch, step,
                    "\(client.lane) was shown \(zxid) before it was told of \(trigger.zxid), which "
                        + "changed "
                        + "\(trigger.event.path), watched since step \(watched.registration.step)")
                if !place.stays { watches[place] = nil }
            } else if let fired = triggers.first(concerning: place, from: watched.start),
                fired < end, !place.stays, !may(watched.registration.identities, read: fired)
            {
                // It has fired, and nobody was told.
                watches[place] = nil
            }
            if place.stays { watches[place]?.start = max(watched.start, end) }
        }
    }

    /// What the client must have been told by now and was not.
    private func missed(_ place: WatchPlace, _ watched: Watched, through zxid: Zxid) -> Int? {
        let identities = watched.registration.identities
        guard let certain = due(place, watched, identities).certain,
            triggers[certain].zxid <= zxid, !watched.registration.mayHaveFired
        else { return nil }
        return certain
    }

    /// In an order that is the same in every process.
    private var sorted: [(WatchPlace, Watched)] {
        watches.sorted {
            ($0.key.path.text, $0.key.table.rawValue) < ($1.key.path.text, $1.key.table.rawValue)
        }
    }
}
