import Replication
import Znodes

/// How many connections each event was told to, from the notifications that a transaction leads to
/// (`WatchManager.triggerWatch`).
struct WatchFirings {
    private var event: WatchEvent?
    private var lastTold: Connection = 0
    private var count = 0
    /// Only what a transaction does is a firing; what a client missed while it was away is none.
    private(set) var isOpen = false

    mutating func begin() { isOpen = true }

    mutating func note(
        _ event: WatchEvent, to connection: Connection, _ metrics: inout ServerMetrics
    ) {
        guard isOpen else { return }
        // Within an event connections are told in the order of their numbers.
        if self.event != event || connection <= lastTold { count(into: &metrics) }
        self.event = event
        lastTold = connection
        count += 1
    }

    mutating func end(_ metrics: inout ServerMetrics) {
        count(into: &metrics)
        event = nil
        isOpen = false
    }

    private mutating func count(into metrics: inout ServerMetrics) {
        guard let event, count > 0 else { return }
        switch event.kind {
        case .nodeCreated: metrics.nodeCreatedWatches.add(count)
        case .nodeDeleted: metrics.nodeDeletedWatches.add(count)
        case .nodeDataChanged: metrics.nodeChangedWatches.add(count)
        case .nodeChildrenChanged: metrics.nodeChildrenWatches.add(count)
        }
        count = 0
    }
}
