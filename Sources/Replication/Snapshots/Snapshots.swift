import Jute
import Zab
import Znodes

/// Snapshots: the state as a value, saved now and then, and streamed to learners that are too far
/// behind.
extension Replica {
    /// When one is due, but never ahead of what is on disk: a snapshot must not outlive a log that it
    /// presumes.
    mutating func saveSnapshotIfDue(into effects: inout [Effect]) {
        guard unsaved.areMany(for: settings.snapCount), peer.common.disk.durable >= lastZxid
        else { return }
        saveSnapshot(into: &effects)
    }

    mutating func saveSnapshot(into effects: inout [Effect]) {
        unsaved = UnsavedChanges(to: service)
        effects.append(.saveSnapshot(service))
    }

    mutating func beginTransfer(
        to learner: ServerID, now: Time, into effects: inout [Effect]
    ) {
        transfers[learner] = SnapshotWriter(service)
        sendPiece(to: learner, now: now, into: &effects)
    }

    /// Its connection is gone, or is another one.
    mutating func endTransfer(to learner: ServerID, into effects: inout [Effect]) {
        guard transfers[learner] != nil else { return }
        transfers[learner] = nil
        effects.append(.cancel(.snapshotPiece(learner)))
    }

    /// One piece at a time, so that a big state never holds up the rest.
    mutating func sendPiece(to learner: ServerID, now: Time, into effects: inout [Effect]) {
        guard let bytes = transfers[learner]?.next(nodes: settings.snapshotPieceNodes) else {
            effects.append(.refused(.unknownConnection))
            return
        }
        let isLast = transfers[learner]?.isAtEnd ?? true
        effects.append(.peer(.send(.snapshotPiece(bytes, isLast: isLast), to: learner)))
        if isLast {
            transfers[learner] = nil
            run(.snapshotSent(to: learner), now: now, into: &effects)
        } else {
            effects.append(.start(.snapshotPiece(learner), after: .microseconds(100)))
        }
    }

    mutating func receive(
        _ bytes: [UInt8], isLast: Bool, at zxid: Zxid, now: Time, into effects: inout [Effect]
    ) {
        var reader = incoming ?? SnapshotReader()
        incoming = nil
        do throws(JuteError) {
            try reader.feed(bytes)
            if isLast {
                service = try reader.finish(zxid: Int64(bitPattern: zxid.rawValue))
                unsaved = UnsavedChanges(to: service)
                if case .learning(let learner) = peer.role {
                    effects.append(.installed(zxid, from: learner.leader))
                }
            } else {
                incoming = reader
            }
        } catch {
            // The peer below counts on that state, so this life cannot go on.
            effects.append(.refused(.malformed))
            effects.append(.peer(.restart(.snapshotUnreadable)))
        }
    }
}

/// What only the log knows: the transactions since the last snapshot was taken.
struct UnsavedChanges: Hashable {
    var transactions = 0
    /// How many nodes that snapshot has.
    private let nodes: Int

    /// None to what a snapshot has just been taken of.
    init(to service: Service) { nodes = service.nodeCount }

    /// Those that were read from the log.
    init(to service: Service, _ recovered: Recovered) {
        transactions = recovered.replayed
        nodes = recovered.replayed == 0 ? service.nodeCount : recovered.snapshotNodes
    }

    /// Whether it is time for the next snapshot: after `snapCount` transactions, but not before as many as the last one
    /// has nodes, so that what a write costs does not grow with the tree.
    func areMany(for snapCount: Int) -> Bool {
        transactions >= snapCount && transactions >= nodes
    }
}
