import Foundation
import Testing
import Zab
import Znodes

@testable import Storage

/// What the operating system refuses.
extension FaultTests {
    @Test func `D10 after a failed flush nothing is called durable any more`() throws {
        let (storage, _, _) = try DiskStorage.open(settings, fileSystem: fileSystem)
        let told = Told()
        storage.start(completed: told.complete, failed: told.fail)
        storage.perform([.append(proposal(1)), .flush])
        told.wait(for: 1)
        fileSystem.failSynchronizations()
        storage.perform([.append(proposal(2)), .flush])
        told.waitForError()
        fileSystem.failSynchronizations(false)
        storage.perform([.append(proposal(3)), .flush, .record(Epochs(accepted: 9, current: 9))])
        storage.close()
        #expect(told.durable == [.log(Zxid(epoch: 1, counter: 1))])
        #expect(told.error?.kind == .io)
        // The operating system still shows what never reached the disk; it is not believed.
        fileSystem.processEnds()
        #expect(try recover().log == [1])
    }

    @Test
    func `D11 a full disk ends the server before it lies, and reserved space bridges the end`()
        throws
    {
        var disk = try recover().disk
        _ = try disk.perform(.append(proposal(1)))
        _ = try disk.perform(.flush)
        fileSystem.limit(to: 0)
        var counter: UInt32 = 1
        let error = #expect(throws: StorageError.self) {
            while counter < 100_000 {
                counter += 1
                _ = try disk.perform(.append(proposal(counter, dataLength: 4_000)))
                _ = try disk.perform(.flush)
            }
        }
        #expect(error?.kind == .full)
        #expect(counter > 10)
        // An epoch can still be promised.
        _ = try disk.perform(.record(Epochs(accepted: 7, current: 1)))
        fileSystem.processEnds()
        let found = try recover()
        #expect(found.log == Array(1..<counter))
        #expect(found.epochs.accepted == 7)
    }

    @Test func `D11 an optional snapshot on a nearly full disk takes nothing from the log`() throws
    {
        let notices = Notices()
        var disk = try recover(notices).disk
        _ = try disk.perform(.append(proposal(1)))
        _ = try disk.perform(.flush)
        fileSystem.limit(to: 30_000)
        var service = Service()
        service.apply(proposal(1, dataLength: 80_000))
        _ = try disk.perform(.save(service))
        let next = disk.nextJob()
        let job = try #require(next)
        #expect(try disk.finish(job, job.run()) == [])
        #expect(!fileSystem.paths.contains { $0.contains("snapshot") })
        // What was reserved is still the log's: there is no room for a next file, and the one goes on.
        for counter in 2...12 as ClosedRange<UInt32> {
            _ = try disk.perform(.append(proposal(counter, dataLength: 4_000)))
            #expect(try disk.perform(.flush) == .log(Zxid(epoch: 1, counter: counter)))
        }
        #expect(disk.log.files.count == 1)
        #expect(notices.all.contains { if case .fileKept = $0 { true } else { false } })
        // With room again the next snapshot begins a file.
        fileSystem.limit(to: 10_000_000)
        _ = try disk.perform(.save(service))
        _ = try disk.perform(.append(proposal(13)))
        _ = try disk.perform(.flush)
        #expect(disk.log.files.count == 2)
        fileSystem.processEnds()
        #expect(try recover().log == Array(1...13))
    }

    @Test func `D11 a server starts on a nearly full disk, and says so`() throws {
        let notices = Notices()
        var disk = try recover(notices).disk
        fileSystem.limit(to: 20_000)
        _ = try disk.perform(.append(proposal(1)))
        #expect(try disk.perform(.flush) == .log(Zxid(epoch: 1, counter: 1)))
        #expect(notices.all.contains { if case .spaceIsShort = $0 { true } else { false } })
    }

    @Test func `a cancelled snapshot leaves nothing behind`() throws {
        let (_, job) = try saving()
        job.cancel()
        guard case .cancelled = job.run() else { Issue.record("it was cancelled"); return }
        #expect(!fileSystem.paths.contains { $0.contains("snapshot") })
    }

    @Test func `D11 a snapshot that finds no space is given up, and the log goes on`() throws {
        let notices = Notices()
        var disk = try recover(notices).disk
        var service = Service()
        for counter in 1...3 as ClosedRange<UInt32> {
            service.apply(proposal(counter))
            _ = try disk.perform(.append(proposal(counter)))
        }
        _ = try disk.perform(.save(service))
        fileSystem.limit(to: 10)
        let next = disk.nextJob()
        let job = try #require(next)
        #expect(try disk.finish(job, job.run()) == [])
        #expect(notices.all.contains { if case .snapshotFailed = $0 { true } else { false } })
        fileSystem.limit(to: 1 << 20)
        _ = try disk.perform(.append(proposal(4)))
        #expect(try disk.perform(.flush) == .log(Zxid(epoch: 1, counter: 4)))
    }

    @Test(arguments: [EMFILE, ENFILE, ENOMEM])
    func `without descriptors there is no snapshot and no new file, and the log goes on`(
        code: Int32
    ) throws {
        let notices = Notices()
        var disk = try recover(notices).disk
        try saveSnapshots(1...1, at: &disk)
        fileSystem.refuseOpening(code)
        try saveSnapshots(2...3, at: &disk)
        _ = try disk.perform(.append(proposal(4)))
        #expect(try disk.perform(.flush) == .log(Zxid(epoch: 1, counter: 4)))
        #expect(disk.snapshots.map(\.counter) == [1])
        #expect(disk.log.files.count == 1)
        #expect(
            notices.all.count {
                switch $0 {
                case .snapshotFailed(let error), .fileKept(let error): error.kind == .shortage
                default: false
                }
            } == 5)
        fileSystem.refuseOpening(nil)
        try saveSnapshots(5...6, at: &disk)
        #expect(disk.snapshots.map(\.counter) == [1, 5, 6])
        #expect(disk.log.files.count == 2)
        fileSystem.processEnds()
        #expect(try recover().service.lastZxid == 0x1_0000_0006)
    }
}
