import Trace
import Zab
import Znodes

/// W1, W2 and W4, client by client: what each was told about the nodes it watched, and when,
/// compared with what the replay says happened to them.
struct WatchReplay {
    private let client: ClientPast
    private let triggers: [WatchPlace: [Replay.Trigger]]
    private var watches: [WatchPlace: Watched] = [:]
    /// How many connections there were so far, and whether watches hold on the present one.
    private var connection = 0
    private var isResubscribed = true
    /// The zxid of the last event on this connection that has a place in the order.
    private var lastEvent = Zxid.zero

    private struct Watched {
        let registration: Registration
        let connection: Int
    }

    init(_ client: ClientPast, _ triggers: [WatchPlace: [Replay.Trigger]]) {
        self.client = client
        self.triggers = triggers
    }

    mutating func run(_ findings: inout Findings) {
        for event in client.stream {
            switch event {
            case .connected:
                connection += 1
                isResubscribed = watches.isEmpty
                lastEvent = .zero
            case .resubscribed: isResubscribed = true
            case .forgot:
                watches = [:]
                isResubscribed = true
            case .watched(let place, let registration):
                watches[place] = Watched(registration: registration, connection: connection)
            case .notified(let kind, let path, let step): notified(kind, path, step, &findings)
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
            guard let trigger = next(place, watched.registration), trigger.zxid <= deadline,
                !watched.registration.mayHaveFired, !isExcused(place, watched, by: deadline)
            else { continue }
            findings.report(
                .noLostWatch, step,
                "\(client.lane) was never told of \(trigger.zxid), although it watches "
                    + "\(place.path) since "
                    + "step \(watched.registration.step)")
        }
    }

    // MARK: Events

    private mutating func notified(
        _ kind: WatchEvent.Kind, _ path: ZnodePath, _ step: Int, _ findings: inout Findings
    ) {
        let places = Self.places(kind, path).filter { watches[$0] != nil }
        // No watch at all is W3's matter.
        guard !places.isEmpty else { return }
        defer { for place in places { watches[place] = nil } }
        // What SETWATCHES reports is what differs, not what happened.
        guard isResubscribed else { return }
        let expected = places.compactMap { place in
            watches[place].flatMap { next(place, $0.registration) }
        }
        guard let trigger = expected.first(where: { $0.kind == kind }) else {
            let told = WatchEvent(kind, path)
            return findings.report(
                .watchOrder, step,
                expected.first.map {
                    "\(client.lane) was told \(told), but \($0.zxid) had changed the node before"
                } ?? "\(client.lane) was told \(told), which no transaction has done")
        }
        if trigger.zxid < lastEvent {
            findings.report(
                .watchOrder, step,
                "\(client.lane) was told of \(trigger.zxid) after it was told of \(lastEvent)")
        }
        lastEvent = max(lastEvent, trigger.zxid)
    }

    private static func places(_ kind: WatchEvent.Kind, _ path: ZnodePath) -> [WatchPlace] {
        switch kind {
        case .nodeCreated, .nodeDataChanged: [WatchPlace(.data, path)]
        case .nodeChildrenChanged: [WatchPlace(.child, path)]
        case .nodeDeleted: [WatchPlace(.data, path), WatchPlace(.child, path)]
        }
    }

    // MARK: Answers

    private mutating func answered(_ zxid: Zxid, _ step: Int, _ findings: inout Findings) {
        if zxid < lastEvent {
            findings.report(
                .watchOrder, step,
                "\(client.lane) was shown \(zxid) after it was told of \(lastEvent)")
        }
        for (place, watched) in sorted where holds(watched) {
            guard let trigger = next(place, watched.registration), trigger.zxid <= zxid,
                !watched.registration.mayHaveFired, !isExcused(place, watched, by: zxid)
            else { continue }
            watches[place] = nil
            let isSame = watched.connection == connection
            findings.report(
                isSame ? .watchBeforeData : .noLostWatch, step,
                "\(client.lane) was shown \(zxid) before it was told of \(trigger.zxid), which "
                    + "changed "
                    + "\(place.path), watched since step \(watched.registration.step)")
        }
    }

    /// Whether the server of the present connection knows of the watch.
    private func holds(_ watched: Watched) -> Bool {
        watched.connection == connection || isResubscribed
    }

    /// A node that was waited for, came and went while the client was away may be missed.
    private func isExcused(_ place: WatchPlace, _ watched: Watched, by zxid: Zxid) -> Bool {
        guard watched.connection != connection, watched.registration.isForAbsence else {
            return false
        }
        let events = triggers[place] ?? []
        return events.contains {
            $0.kind == .nodeDeleted && $0.zxid > watched.registration.zxid && $0.zxid <= zxid
        }
    }

    /// The first thing that happened to the place after it was watched.
    private func next(_ place: WatchPlace, _ registration: Registration) -> Replay.Trigger? {
        guard let events = triggers[place] else { return nil }
        var low = 0
        var high = events.count
        while low < high {
            let middle = (low + high) / 2
            if events[middle].zxid > registration.zxid { high = middle } else { low = middle + 1 }
        }
        return low < events.count ? events[low] : nil
    }

    /// In an order that is the same in every process.
    private var sorted: [(WatchPlace, Watched)] {
        watches.sorted {
            ($0.key.path.text, $0.key.table.rawValue) < ($1.key.path.text, $1.key.table.rawValue)
        }
    }
}
