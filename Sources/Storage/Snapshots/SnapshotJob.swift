import Dispatch
import Synchronization
import Zab
import Znodes

/// A snapshot on its way to the disk while the log goes on.
final class SnapshotJob: Sendable {
    enum Result: Sendable {
        /// With how many ns it took.
        case saved(bytes: Int, time: Int64)
        case cancelled
        case failed(StorageError)
    }

    let service: Service
    private let directory: String
    /// What the file's name ends with before it has its own.
    private let suffix: String
    private let fileSystem: any FileSystem
    private let cancellation = Mutex(false)
    /// Counts: it has been cancelled.
    private let bell = DispatchSemaphore(value: 0)

    init(
        _ service: Service, in directory: String, of fileSystem: any FileSystem,
        suffix: String = Format.unfinished
    ) {
        self.service = service
        self.suffix = suffix
        self.directory = directory
        self.fileSystem = fileSystem
    }

    var zxid: Zxid { service.zxid }

    /// On return the file either has its name already or will never get it.
    func cancel() {
        cancellation.withLock { $0 = true }
        bell.signal()
    }

    var isCancelled: Bool { cancellation.withLock { $0 } }

    /// Beside, synchronized, read back, renamed, directory synchronized (faults D12 and D13).
    ///
    /// - Parameter isPaced: whether it takes its time, because others are in more of a hurry.
    func run(isPaced: Bool = false) -> Result {
        let path = SnapshotFile.path(of: zxid, in: directory)
        let unfinished = path + suffix
        let clock = ContinuousClock()
        let start = clock.now
        do throws(StorageError) {
            if let bytes = try write(unfinished, path, isPaced) {
                return .saved(bytes: bytes, time: (clock.now - start).nanoseconds)
            }
            discard(unfinished)
            return .cancelled
        } catch {
            discard(unfinished)
            return .failed(error)
        }
    }

    /// How many bytes it has; nil when it was cancelled before it had its name.
    private func write(
        _ unfinished: String, _ path: String, _ isPaced: Bool
    ) throws(StorageError) -> Int? {
        var pace = Pace(until: bell)
        let bytes = try SnapshotFile.write(service, as: unfinished, of: fileSystem) {
            if isPaced { pace.rest() }
            return !isCancelled
        }
        guard let bytes else { return nil }
        let isNamed = try cancellation.withLock { isCancelled throws(StorageError) in
            if isCancelled { return false }
            try storing { () throws(FileError) in try fileSystem.rename(unfinished, to: path) }
            // With a name that may or may not be durable nothing can go on, whatever the reason.
            do throws(FileError) { try fileSystem.synchronize(directory: directory) } catch {
                throw .refused(error)
            }
            return true
        }
        return isNamed ? bytes : nil
    }

    /// What is not finished is of no use to anyone, and its space may be what the log needs. A file that
    /// cannot be removed goes when the server starts again.
    private func discard(_ unfinished: String) { try? fileSystem.remove(unfinished) }
}
