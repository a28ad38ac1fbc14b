import Synchronization

@testable import Storage

/// What storage had to say, in order.
final class Notices: Sendable {
    private let state = Mutex<[StorageNotice]>([])

    var all: [StorageNotice] { state.withLock { $0 } }

    var take: @Sendable (StorageNotice) -> Void {
        { notice in self.state.withLock { $0.append(notice) } }
    }
}
