import Trace
import Zab

/// Names for the messages between servers, by counting.
///
/// Both ends see the same messages in the same order on a connection, and count the connections between
/// their two lives; each knows its own life only and writes 0 for the other's.
struct LinkCounts {
    private struct Count: Hashable {
        var connection = 0
        var sent = 0
        var received = 0
    }

    private var links: [ServerID: Count] = [:]
    private var elections: [ServerID: Count] = [:]

    mutating func begin(_ link: Link) {
        links[link.peer, default: Count()].connection += 1
        links[link.peer]?.sent = 0
        links[link.peer]?.received = 0
    }

    mutating func sent(_ message: Message, to other: ServerID, by lane: Lane, _ life: Int) -> String
    {
        let count = counting(message, other) { $0.sent += 1 }
        return "\(lane).\(life)-\(other).0#\(count.connection)/\(count.sent)"
    }

    mutating func received(
        _ message: Message, from other: ServerID, by lane: Lane, _ life: Int
    ) -> String {
        let count = counting(message, other) { $0.received += 1 }
        return "\(other).0-\(lane).\(life)#\(count.connection)/\(count.received)"
    }

    private mutating func counting(
        _ message: Message, _ other: ServerID, _ body: (inout Count) -> Void
    ) -> Count {
        if message.isForElection {
            body(&elections[other, default: Count()])
            return elections[other] ?? Count()
        }
        body(&links[other, default: Count()])
        return links[other] ?? Count()
    }
}
