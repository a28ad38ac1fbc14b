import Dispatch
import Jute
import Storage
import Synchronization
import Zab
import Znodes

/// What the disk's thread told.
final class Told: Sendable {
    private let state = Mutex<(durable: [Durable], error: StorageError?)>(([], nil))
    private let told = DispatchSemaphore(value: 0)
    private let failed = DispatchSemaphore(value: 0)

    var durable: [Durable] { state.withLock { $0.durable } }
    var error: StorageError? { state.withLock { $0.error } }

    /// Waits for so many more to be told, ten seconds at most each.
    func wait(for count: Int) {
        for _ in 0..<count { _ = told.wait(timeout: .now() + 10) }
    }

    func waitForError() { _ = failed.wait(timeout: .now() + 10) }

    var complete: @Sendable (Durable) -> Void {
        { durable in
            self.state.withLock { $0.durable.append(durable) }
            self.told.signal()
        }
    }

    var fail: @Sendable (StorageError) -> Void {
        { error in
            self.state.withLock { $0.error = error }
            self.failed.signal()
        }
    }
}

/// The creation of a node, as the leader of an epoch proposes it.
func proposal(_ counter: UInt32, epoch: Epoch = 1, dataLength: Int = 4) -> Proposal {
    let zxid = Zxid(epoch: epoch, counter: counter)
    let transaction = Transaction(
        session: 7, cxid: Int32(counter), zxid: Int64(bitPattern: zxid.rawValue), time: 1_000,
        body: .create(
            CreateTransaction(
                path: ZnodePath("/node\(counter)"),
                data: [UInt8](repeating: 0x61, count: dataLength),
                parentCversion: Int32(counter))))
    return Proposal(zxid: zxid, payload: transaction.payload)
}

extension Transaction {
    /// As a server proposes it: what is long is shared.
    var payload: Payload {
        let (bytes, data) = encode(leavingOut: Payload.worthSharing)
        return data.map { Payload(bytes, sharing: $0.buffer, at: $0.position) } ?? Payload(bytes)
    }
}
