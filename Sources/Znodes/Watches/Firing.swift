/// An event, and the connections whose watches it fires.
public struct Firing: Hashable, Sendable {
    public let event: WatchEvent
    /// Each once, in the order of their numbers.
    public let watchers: [Int64]
    /// The access control list of the node that the event is about, as it was when it happened: who may not
    /// read the node is not told, though the watch has fired (CVE-2024-23944).
    public let acl: AccessList

    init(_ event: WatchEvent, _ watchers: [Int64], _ acl: AccessList) {
        self.event = event
        self.watchers = watchers.count > 1 ? distinct(watchers) : watchers
        self.acl = acl
    }
}

/// Each element once, in order.
func distinct<Element: Comparable>(_ elements: [Element]) -> [Element] {
    var distinct: [Element] = []
    for element in elements.sorted() where distinct.last != element { distinct.append(element) }
    return distinct
}
