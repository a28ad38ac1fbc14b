import Testing
import Znodes

@Suite struct QueueTests {
    @Test func `what goes in first comes out first, however long it goes on`() {
        var queue = Queue<Int>()
        var (next, oldest) = (0, 0)
        for round in 0..<500 {
            for _ in 0..<(round % 7) {
                queue.append(next)
                next += 1
            }
            for _ in 0..<(round % 5) where oldest < next {
                #expect(queue.first == oldest)
                #expect(queue.popFirst() == oldest)
                oldest += 1
            }
            #expect(queue.count == next - oldest)
            #expect(queue.elements == Array(oldest..<next))
        }
        while let element = queue.popFirst() {
            #expect(element == oldest)
            oldest += 1
        }
        #expect(oldest == next && queue.isEmpty && queue.first == nil)
    }

    @Test func `the first is taken only if it is wanted, the last at any time`() {
        var queue = Queue<String>()
        #expect(queue.popFirst(if: { _ in true }) == nil)
        #expect(queue.popLast() == nil)
        for name in ["a", "b", "c"] { queue.append(name) }
        #expect(queue.popFirst(if: { $0 == "b" }) == nil)
        #expect(queue.popFirst(if: { $0 == "a" }) == "a")
        #expect(queue.popLast() == "c")
        #expect(queue.elements == ["b"])
    }

    @Test func `two are equal when they hold the same, wherever it stands`() {
        var (taken, fresh) = (Queue<Int>(), Queue<Int>())
        for element in 1...3 { taken.append(element) }
        _ = taken.popFirst()
        for element in 2...3 { fresh.append(element) }
        #expect(taken == fresh)
        #expect(taken.hashValue == fresh.hashValue)
        _ = fresh.popLast()
        #expect(taken != fresh)
    }
}
