import Foundation
import Storage
import Synchronization
import Testing
import Zab
import Znodes

/// The real thing: files of the operating system, and threads.
@Suite struct StorageTests {
    @Test func `what was called durable is there after the next start`() throws {
        try withDirectory { settings in
            let (storage, recovered, service) = try DiskStorage.open(settings)
            #expect(recovered == Recovered(snapshotNodes: Service().nodeCount))
            #expect(service == Service())
            let told = Told()
            storage.start(completed: told.complete, failed: told.fail)
            storage.perform([
                .append(proposal(1)), .append(proposal(2)), .flush,
                .record(Epochs(accepted: 3, current: 2)), .append(proposal(3)),
            ])
            storage.close()
            #expect(
                told.durable == [
                    .log(Zxid(epoch: 1, counter: 2)), .epochs(Epochs(accepted: 3, current: 2)),
                ])
            #expect(told.error == nil)

            let (again, found, state) = try DiskStorage.open(settings)
            defer { again.close() }
            #expect(found.epochs == Epochs(accepted: 3, current: 2))
            #expect(found.log.entries == [proposal(1), proposal(2), proposal(3)])
            #expect(state == Service())
        }
    }

    @Test func `a flush takes along what was appended behind it`() throws {
        try withDirectory { settings in
            let (storage, _, _) = try DiskStorage.open(settings)
            let told = Told()
            storage.start(completed: told.complete, failed: told.fail)
            storage.perform([
                .append(proposal(1)), .flush, .append(proposal(2)), .append(proposal(3)),
                .record(Epochs(accepted: 3, current: 2)), .append(proposal(4)), .flush,
                .append(proposal(5)),
            ])
            storage.close()
            #expect(
                told.durable == [
                    .log(Zxid(epoch: 1, counter: 3)), .epochs(Epochs(accepted: 3, current: 2)),
                    .log(Zxid(epoch: 1, counter: 5)),
                ])
        }
    }

    @Test func `what is durable is let go of by who handed it over`() throws {
        try withDirectory { settings in
            let (storage, _, _) = try DiskStorage.open(settings)
            defer { storage.close() }
            let told = Told()
            storage.start(completed: told.complete, failed: told.fail)
            var data = [UInt8](repeating: 7, count: 1_000)
            storage.perform([
                .append(
                    Proposal(
                        zxid: Zxid(epoch: 1, counter: 1),
                        payload: Payload([1, 2], sharing: data, at: 1))), .flush,
            ])
            told.wait(for: 1)
            // It is held until then, so that the disk's thread is not the one to let go.
            #expect(!isAlone(&data))
            storage.letGo()
            #expect(isAlone(&data))
        }
    }

    /// Whether nobody else holds the array: only then is it changed where it stands.
    private func isAlone(_ bytes: inout [UInt8]) -> Bool {
        let before = bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        bytes[0] &+= 1
        return bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) } == before
    }

    @Test func `what was left for the disk's thread is done when it is woken`() throws {
        try withDirectory { settings in
            let (storage, _, _) = try DiskStorage.open(settings)
            defer { storage.close() }
            let told = Told()
            storage.start(completed: told.complete, failed: told.fail)
            var left: DiskBatch = [.append(proposal(1)), .flush]
            storage.leave(&left)
            #expect(left.isEmpty)
            storage.wake()
            told.wait(for: 1)
            #expect(told.durable == [.log(Zxid(epoch: 1, counter: 1))])

            // Or in its turn, before what wakes the thread.
            left = [.append(proposal(2))]
            storage.leave(&left)
            storage.perform([.flush])
            told.wait(for: 1)
            #expect(told.durable.last == .log(Zxid(epoch: 1, counter: 2)))
        }
    }

    @Test func `a directory in use is refused, with the process that uses it`() throws {
        try withDirectory { settings in
            let (storage, _, _) = try DiskStorage.open(settings)
            let error = #expect(throws: StorageError.self) { _ = try DiskStorage.open(settings) }
            #expect(error?.kind == .locked)
            #expect(error?.problem == "process \(getpid()) is using it")
            storage.close()
            try DiskStorage.open(settings).storage.close()
        }
    }

    @Test func `what an earlier life left over is purged at the start`() throws {
        try withDirectory { settings in
            try life(settings, snapshots: 5)
            #expect(try snapshots(in: settings) == 5)
            try life(settings)
            #expect(try snapshots(in: settings) == 5, "nothing is purged unless that is wanted")
            var purging = settings
            purging.purgeInterval = 1
            purging.retainedSnapshots = 4
            try life(purging)
            #expect(try snapshots(in: settings) == 4)
            let (storage, found, state) = try DiskStorage.open(settings)
            defer { storage.close() }
            #expect(state.lastZxid == Int64(bitPattern: Zxid(epoch: 1, counter: 5).rawValue))
            #expect(found.log.entries == [])
            let statistics = storage.statistics
            #expect(statistics.lastSnapshot?.zxid == Zxid(epoch: 1, counter: 5))
            #expect(statistics.lastSnapshot.map { $0.time > 0 } == true)
            #expect(statistics.entriesLoaded == 0)
        }
    }

    @Test(arguments: [false, true])
    func `what jute.maxbuffer allows is there after the next start`(isStandalone: Bool) throws {
        let data = [UInt8](repeating: 7, count: 3_000_000)
        let create = Request.create(CreateRequest("/large", data: data))
        let multi = Request.multi(MultiRequest([.setData(SetDataRequest("/large", data: data))]))
        var limits = ServiceSettings()
        limits.maxTransactionBytes = 16_000_000
        var preparation = Preparation(settings: limits)
        try withDirectory { settings in
            var settings = settings
            settings.isStandalone = isStandalone
            settings.window = 0
            var (storage, _, service) = try DiskStorage.open(settings)
            let told = Told()
            storage.start(completed: told.complete, failed: told.fail)
            let caller = Caller(session: 1)
            for (counter, request) in [
                (1, .createSession(CreateSessionRequest(timeout: 1))), (2, create), (3, multi),
            ] as [(UInt32, Request)] {
                let zxid = Zxid(epoch: 1, counter: counter)
                let transaction = preparation.prepare(
                    request, for: caller, cxid: 1, zxid: Int64(bitPattern: zxid.rawValue), time: 1,
                    on: service)
                _ = service.apply(transaction)
                storage.perform([
                    .append(Proposal(zxid: zxid, payload: transaction.encode())), .flush,
                ])
            }
            #expect(service["/large"]?.stat.version == 1)
            storage.close()

            var (again, found, read) = try DiskStorage.open(settings)
            #expect(found.replayed == (isStandalone ? 3 : 0))
            for entry in found.log.entries {
                _ = read.apply(try Transaction(decoding: entry.payload.bytes))
            }
            #expect(read == service)
            again.start(completed: told.complete, failed: told.fail)
            again.perform([.save(service)])
            told.wait(for: 4)
            again.close()
            let (last, nothing, saved) = try DiskStorage.open(settings)
            defer { last.close() }
            #expect(nothing.log.isEmpty)
            #expect(nothing.replayed == 0)
            #expect(saved == service)
        }
    }

    @Test func `with every file descriptor taken, files are begun and snapshots are saved`() async {
        await #expect(processExitsWith: .success) {
            let test = StorageTests()
            try test.withDirectory { settings in
                var taken: [Int32] = []
                try test.life(settings, snapshots: 3) {
                    while true {
                        let next = open("/dev/null", O_RDONLY)
                        if next < 0 { break }
                        taken.append(next)
                    }
                    precondition(errno == EMFILE, "there are only so many")
                }
                for descriptor in taken { close(descriptor) }
                let found = try test.snapshots(in: settings)
                precondition(found == 3, "\(found) snapshots were saved")
            }
        }
    }

    /// A server's time at the disk, in which it saves so many snapshots, one a transaction.
    private func life(
        _ settings: StorageSettings, snapshots: UInt32 = 0, whenStarted: () -> Void = {}
    ) throws {
        var (storage, _, service) = try DiskStorage.open(settings)
        let told = Told()
        storage.start(completed: told.complete, failed: told.fail)
        whenStarted()
        for counter in 0..<snapshots {
            let proposal = proposal(counter + 1)
            _ = service.apply(try Transaction(decoding: proposal.payload.bytes))
            storage.perform([.append(proposal), .flush, .save(service)])
            told.wait(for: 2)
            let saved = storage.statistics.lastSnapshot
            #expect(saved?.zxid == proposal.zxid)
        }
        storage.close()
        #expect(told.error == nil)
    }

    private func snapshots(in settings: StorageSettings) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: settings.snapshots)
            .count { $0.hasPrefix("snapshot.") }
    }

    private func withDirectory(_ body: (StorageSettings) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent(
                "zabscope-storage-\(getpid())-\(Self.count.add(1, ordering: .relaxed).newValue)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = StorageSettings(dataDirectory: folder.path)
        settings.preallocation = 1 << 16
        try body(settings)
    }

    private static let count = Atomic(0)
}
