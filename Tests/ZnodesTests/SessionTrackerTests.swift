import Testing
import Znodes

@Suite struct SessionTrackerTests {
    @Test func `a session expires with the first whole tick after its timeout`() {
        var tracker = SessionTracker(tick: 2000)
        tracker.touch(1, timeout: 4000, now: 0)
        #expect(tracker.nextExpiry == 6000)
        tracker.touch(1, timeout: 4000, now: 1999)
        #expect(tracker.nextExpiry == 6000)
        tracker.touch(1, timeout: 4000, now: 2000)
        #expect(tracker.nextExpiry == 8000)
        #expect(tracker.expire(7999) == [])
        #expect(tracker.expire(8000) == [1])
        #expect(tracker.expire(9000) == [])
        #expect(tracker.nextExpiry == nil)
    }

    @Test func `sessions expire by bucket, then by id`() {
        var tracker = SessionTracker(tick: 1000)
        tracker.touch(3, timeout: 1000, now: 0)
        tracker.touch(1, timeout: 1000, now: 0)
        tracker.touch(2, timeout: 500, now: 0)
        tracker.touch(4, timeout: 9000, now: 0)
        #expect(tracker.expire(2000) == [2, 1, 3])
        #expect(tracker.nextExpiry == 10000)
    }

    @Test func `what has expired cannot be touched back to life`() {
        var tracker = SessionTracker(tick: 1000)
        tracker.touch(1, timeout: 1000, now: 0)
        #expect(tracker.expire(2000) == [1])
        for now: Int64 in [0, 2000] {
            let isAlive = tracker.touch(1, timeout: 1000, now: now)
            #expect(!isAlive)
        }
        #expect(tracker.nextExpiry == nil)
        tracker.remove(1)
        #expect(tracker == SessionTracker(tick: 1000))
        tracker.touch(1, timeout: 1000, now: 3000)
        #expect(tracker.nextExpiry == 5000)
    }

    @Test func `a closed session leaves no trace`() {
        var tracker = SessionTracker(tick: 1000)
        tracker.touch(1, timeout: 1000, now: 0)
        tracker.touch(1, timeout: 1000, now: 5000)
        tracker.remove(1)
        tracker.remove(2)
        #expect(tracker == SessionTracker(tick: 1000))
    }
}
