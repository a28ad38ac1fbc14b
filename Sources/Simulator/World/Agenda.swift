import Zab

/// What is going to happen, ordered by time and, within the same instant, by when it was put there.
///
/// A binary heap. Nothing is ever taken out of the middle: whoever schedules keeps a generation number, and
/// an entry whose generation has passed is skipped when its time comes.
struct Agenda: Hashable, Sendable {
    struct Entry: Hashable, Sendable {
        var time: Time
        var order: UInt64
        var event: Event

        @inline(__always)
        static func < (left: Self, right: Self) -> Bool {
            left.time != right.time ? left.time < right.time : left.order < right.order
        }
    }

    private var heap: [Entry] = []
    private var count: UInt64 = 0

    var first: Entry? { heap.first }

    mutating func add(_ event: Event, at time: Time) {
        count += 1
        let entry = Entry(time: time, order: count, event: event)
        heap.append(entry)
        var index = heap.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            guard entry < heap[parent] else { break }
            heap[index] = heap[parent]
            index = parent
        }
        heap[index] = entry
    }

    mutating func popFirst() -> Entry? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        var index = 0
        while true {
            var child = 2 * index + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count && heap[child + 1] < heap[child] { child += 1 }
            guard heap[child] < last else { break }
            heap[index] = heap[child]
            index = child
        }
        heap[index] = last
        return first
    }
}
