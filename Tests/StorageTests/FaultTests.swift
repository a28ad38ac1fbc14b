import Checksum
import Foundation
import Synchronization
import Testing
import Zab
import Znodes

@testable import Storage

/// One test for each way in which a disk goes wrong; the names are those of the project's list of
/// storage faults.
@Suite struct FaultTests {
    private let fileSystem = MemoryFileSystem()
    private let settings: StorageSettings = {
        var settings = StorageSettings(dataDirectory: "/data", logDirectory: "/log")
        settings.preallocation = 1 << 16
        return settings
    }()
    private let log = "/log/zabscope-1/log.100000001"
    private let epochs = "/data/zabscope-1/epochs"

    // MARK: - Torn writes

    @Test func `D1 a last write of which the end is missing is left out`() throws {
        let frames = try write([[1, 2], [3], [4, 5]])
        fileSystem.damage(log) { $0.removeLast($0.count - frames[2] - 30) }
        let notices = Notices()
        #expect(try recover(notices).log == [1, 2, 3])
        #expect(notices.all.contains(.tornTail(path: log, offset: frames[2])))
    }

    @Test func `D2 a last write whose sectors came in another order is left out`() throws {
        let frames = try write([[1], [2, 3]], dataLength: 2_000)
        // The first sector of the write is not there, its last byte is.
        fileSystem.damage(log) { $0.zero(frames[1]..<frames[1] + 600) }
        #expect(try recover().log == [1])
    }

    @Test func `what follows a torn write in the next life ties on to what was before it`() throws {
        let frames = try write([[1], [2]])
        fileSystem.damage(log) { $0.zero(frames[1] + 8..<frames[1] + 16) }
        var disk = try recover().disk
        _ = try disk.perform(.append(proposal(2)))
        _ = try disk.perform(.flush)
        fileSystem.processEnds()
        #expect(try recover().log == [1, 2])
        #expect(fileSystem.paths.contains("/log/zabscope-1/log.100000002"))
    }

    // MARK: - Lost disks

    @Test func `D19 an empty disk is not a new server's unless someone says so`() throws {
        var strict = settings
        strict.beginsEmpty = false
        func start() throws {
            _ = try Recovery(settings: strict, fileSystem: fileSystem, notice: { _ in }).run()
        }
        for _ in 0..<2 {
            let error = #expect(throws: StorageError.self) { try start() }
            #expect(error?.kind == .empty)
            #expect(error?.advice.contains("/log/initialize") == true)
        }
        #expect(!fileSystem.paths.contains(epochs), "nothing was made")

        let permission = try fileSystem.open("/log/initialize", create: true)
        permission.close()
        try start()
        #expect(!fileSystem.paths.contains("/log/initialize"), "it holds once")
        fileSystem.processEnds()
        try start()
    }

    // MARK: - Damage

    @Test func `D3 zeros in the middle are damage, not the end`() throws {
        let frames = try write([[1], [2], [3]])
        fileSystem.damage(log) { $0.zero(frames[1]..<frames[2]) }
        try expectRefusal(at: frames[1])
    }

    @Test(arguments: ["payload", "end", "length", "checksum", "predecessor", "zxid"])
    func `D4 D5 D6 a flipped bit is damage`(place: String) throws {
        let frames = try write([[1], [2], [3]])
        let offset =
            switch place {
            case "checksum": 0
            case "predecessor": 4
            case "length": 11
            case "end": frames[2] - frames[1] - 9
            case "zxid": Frame.headerLength + 11
            default: Frame.headerLength + 40
            }
        fileSystem.damage(log) { $0[frames[1] + offset] ^= 0x10 }
        try expectRefusal(at: frames[1])
    }

    @Test func `a damaged end of a log that was durable once is not taken for a torn write`() throws
    {
        let frames = try write([[1], [2]]) { disk in
            _ = try disk.perform(.record(Epochs(accepted: 1, current: 1)))
        }
        fileSystem.damage(log) { $0[frames[1] + 40] ^= 1 }
        try expectRefusal(at: frames[1])
    }

    @Test func `a damaged header is damage`() throws {
        _ = try write([[1]])
        fileSystem.damage(log) { $0[30] ^= 1 }
        try expectRefusal(at: 0)
    }

    @Test func `D7 one damaged copy of the epoch record is survived, two are refused`() throws {
        _ = try write([[1]]) { disk in
            _ = try disk.perform(.record(Epochs(accepted: 5, current: 4)))
        }
        for place in EpochRecord.places {
            let whole = fileSystem.contents(of: epochs) ?? []
            fileSystem.damage(epochs) { $0[place + 24] ^= 1 }
            #expect(try recover().epochs == Epochs(accepted: 5, current: 4))
            fileSystem.damage(epochs) { $0 = whole }
        }
        fileSystem.damage(epochs) { bytes in
            for place in EpochRecord.places { bytes[place + 24] ^= 1 }
        }
        let error = #expect(throws: StorageError.self) { try recover() }
        #expect(error?.kind == .corrupt && error?.path == epochs)
    }

    @Test func `D7 the epoch record is missing, and a log is there`() throws {
        _ = try write([[1]])
        fileSystem.lose(epochs)
        let error = #expect(throws: StorageError.self) { try recover() }
        #expect(error?.kind == .corrupt && error?.path == epochs)
    }

    @Test func `D8 a frame that belongs elsewhere is damage: another place, an earlier version`()
        throws
    {
        let frames = try write([[1], [2], [3], [4]])
        let whole = fileSystem.contents(of: log) ?? []
        #expect(frames[2] - frames[1] == frames[3] - frames[2])
        fileSystem.damage(log) {
            $0.replaceSubrange(frames[1]..<frames[2], with: whole[frames[2]..<frames[3]])
        }
        try expectRefusal(at: frames[1])
        // The same write in the same place of a file that had the same name before.
        let other = FaultTests()
        _ = other.fileSystem.now
        _ = try other.write([[1], [2], [3], [4]])
        let earlier = other.fileSystem.contents(of: log) ?? []
        fileSystem.damage(log) {
            $0 = whole
            $0.replaceSubrange(frames[1]..<frames[2], with: earlier[frames[1]..<frames[2]])
        }
        try expectRefusal(at: frames[1])
    }

    // MARK: - Refusals of the operating system

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

    // MARK: - Directories, snapshots, files

    @Test func `D12 a flush counts only when the file's name is durable too`() throws {
        _ = try write([[1]])
        var dice = Dice(seed: 3)
        for _ in 0..<8 {
            fileSystem.powerReturns(&dice)
            #expect(try recover().log == [1])
        }
    }

    @Test func `D13 a snapshot half written is no snapshot, and is removed`() throws {
        let (disk, job) = try saving()
        fileSystem.cut(after: 4)
        guard case .failed = job.run() else { Issue.record("the power is off"); return }
        fileSystem.processEnds()
        #expect(fileSystem.paths.contains { $0.contains("snapshot") })
        let found = try recover()
        #expect(found.log == [1, 2, 3])
        #expect(!fileSystem.paths.contains { $0.contains("snapshot") })
        #expect(disk.snapshots == [])
    }

    @Test func `D14 the newest snapshot is damaged inside: an older one and a longer log`() throws {
        var (disk, job) = try saving()
        #expect(try disk.finish(job, job.run()) == [.snapshot(Zxid(epoch: 1, counter: 3))])
        _ = try disk.perform(.append(proposal(4)))
        var service = job.service
        service.apply(proposal(4))
        _ = try disk.perform(.save(service))
        let next = disk.nextJob()
        job = try #require(next)
        _ = try disk.finish(job, job.run())
        fileSystem.processEnds()
        let newest = "/data/zabscope-1/snapshot.100000004"
        fileSystem.damage(newest) { $0[$0.count / 2] ^= 4 }
        let notices = Notices()
        let found = try recover(notices)
        #expect(found.service.lastZxid == 0x1_0000_0003)
        #expect(found.log == [4])
        #expect(
            notices.all.contains {
                if case .snapshotUnreadable(let error) = $0 { error.path == newest } else { false }
            })
    }

    @Test func `a leader's snapshot stays out of the way of one that was cut off and still runs`()
        throws
    {
        let unfinished = "/data/zabscope-1/snapshot.100000003.new"
        var disk = try recover().disk
        _ = try fileSystem.open(unfinished, create: true)
        var service = Service()
        for counter in 1...3 as ClosedRange<UInt32> { service.apply(proposal(counter)) }
        #expect(try disk.perform(.save(service)) == .snapshot(service.zxid))
        #expect(fileSystem.paths.contains(unfinished))
        #expect(disk.snapshots == [service.zxid])
    }

    @Test
    func `a snapshot of large nodes is read back: its blocks are short, however large the nodes`()
        throws
    {
        var service = Service()
        for counter in 1...10 as ClosedRange<UInt32> {
            service.apply(proposal(counter, dataLength: counter == 5 ? 900_000 : 100_000))
        }
        let path = "/data/zabscope-1/snapshot.10000000a"
        let size = try SnapshotFile.write(service, as: path, of: fileSystem)
        #expect(size ?? 0 > 1_800_000)
        var blocks = try SnapshotBlocks(path, of: fileSystem)
        var longest = 0
        while let bytes = try blocks.next() { longest = max(longest, bytes.count) }
        #expect(longest == 256 << 10)
        let read = try SnapshotFile.read(service.zxid, in: settings.snapshots, of: fileSystem)
        #expect(read.service == service)
    }

    @Test func `D17 a log file missing in the middle, at the beginning or at the end is noticed`()
        throws
    {
        for missing in 0..<3 {
            let test = FaultTests()
            var disk = try test.recover().disk
            for counter in 1...3 as ClosedRange<UInt32> {
                _ = try disk.perform(.append(proposal(counter)))
                _ = try disk.perform(.flush)
                if counter == 3 { break }
                test.fileSystem.processEnds()
                disk = try test.recover().disk
            }
            let files = disk.log.files.map(\.path)
            #expect(files.count == 3)
            test.fileSystem.processEnds()
            test.fileSystem.lose(files[missing])
            let error = #expect(throws: StorageError.self) { try test.recover() }
            #expect(error?.kind == .corrupt)
            #expect(error?.advice.contains("Nothing was changed") == true)
        }
    }

    @Test func `purges may be as far apart as a number can say`() throws {
        var rare = settings
        rare.purgeInterval = .max
        var disk = try Recovery(settings: rare, fileSystem: fileSystem, notice: { _ in }).run().disk
        try saveSnapshots(1...4, at: &disk)
        try disk.purgeIfDue()
        try saveSnapshots(5...6, at: &disk)
        try disk.purgeIfDue()
        #expect(disk.snapshots.map(\.counter) == [2, 3, 4, 5, 6], "only the first was due")
    }

    @Test func `a purge passes over what is gone already`() throws {
        var disk = try recover().disk
        try saveSnapshots(1...6, at: &disk)
        fileSystem.lose("/data/zabscope-1/snapshot.100000001")
        fileSystem.lose("/log/zabscope-1/log.100000001")
        try disk.purge()
        #expect(disk.snapshots.map(\.counter) == [4, 5, 6])
        #expect(disk.log.files.map(\.path) == fileSystem.paths.filter { $0.contains("/log.") })
        fileSystem.processEnds()
        #expect(try recover().service.lastZxid == 0x1_0000_0006)
    }

    @Test func `a file that cannot be purged stays, with the log behind it, until it can be`()
        throws
    {
        let notices = Notices()
        var disk = try recover(notices).disk
        try saveSnapshots(1...6, at: &disk)
        let stuck = "/data/zabscope-1/snapshot.100000002"
        fileSystem.keep([stuck])
        try disk.purge()
        #expect(disk.snapshots.map(\.counter) == [2, 4, 5, 6])
        #expect(disk.log.files.first?.header.base == Zxid(epoch: 1, counter: 2))
        fileSystem.keep(["/log/zabscope-1/log.100000004"])
        try disk.purge()
        #expect(disk.snapshots.map(\.counter) == [4, 5, 6])
        #expect(disk.log.files.first?.header.base == Zxid(epoch: 1, counter: 3))
        let told = notices.all.compactMap { notice -> String? in
            if case .notPurged(let error) = notice { error.path } else { nil }
        }
        #expect(told == [stuck, "/log/zabscope-1/log.100000004"])
        fileSystem.processEnds()
        #expect(try recover().service.lastZxid == 0x1_0000_0006)
    }

    @Test func `the data of Apache's server are not overlooked`() throws {
        let settings = settings
        _ = try fileSystem.open("/data/version-2/snapshot.0", create: true)
        let error = #expect(throws: StorageError.self) {
            _ = try DiskStorage.open(settings, fileSystem: fileSystem)
        }
        #expect(error?.kind == .foreign)
    }

    @Test func `files with other names are ignored`() throws {
        var disk = try recover().disk
        try saveSnapshots(1...2, at: &disk)
        fileSystem.processEnds()
        let strays =
            [
                "log.txt", "log.", "log.100000001.bak", "log.100000001.1", "log.100000001.02",
                "log.1F",
            ]
            .map { "/log/zabscope-1/\($0)" }
            + ["snapshot.txt", "snapshot.", "snapshot.100000009.bak", "snapshot.0100000009"]
            .map { "/data/zabscope-1/\($0)" } + ["/data/zabscope-1/snapshot.10000000F"]
        for path in strays { _ = try fileSystem.open(path, create: true) }
        let notices = Notices()
        #expect(try recover(notices).service.lastZxid == 0x1_0000_0002)
        #expect(notices.all.count == 1)
        #expect(fileSystem.paths.count { strays.contains($0) } == strays.count)
    }

    @Test func `what a later version wrote is refused`() throws {
        _ = try write([[1]])
        fileSystem.damage(log) { bytes in
            bytes[11] = 2
            bytes.put(bigEndian: CRC32C.of(Array(bytes[..<60])), at: 60)
        }
        let error = #expect(throws: StorageError.self) { try recover() }
        #expect(error?.kind == .version)
    }

    // MARK: - Help

    /// Writes these entries, a flush for each group; where each flush's frame begins.
    private func write(
        _ groups: [[UInt32]], dataLength: Int = 4, then: (inout Disk) throws -> Void = { _ in }
    ) throws -> [Int] {
        var disk = try recover().disk
        var offsets: [Int] = []
        for group in groups {
            offsets.append(max(LogHeader.length, disk.log.durablePosition))
            for counter in group {
                _ = try disk.perform(.append(proposal(counter, dataLength: dataLength)))
            }
            _ = try disk.perform(.flush)
        }
        try then(&disk)
        fileSystem.processEnds()
        return offsets
    }

    /// Three entries, and their snapshot about to be written.
    private func saving() throws -> (Disk, SnapshotJob) {
        var disk = try recover().disk
        var service = Service()
        for counter in 1...3 as ClosedRange<UInt32> {
            service.apply(proposal(counter))
            _ = try disk.perform(.append(proposal(counter)))
        }
        _ = try disk.perform(.save(service))
        let job = disk.nextJob()
        return (disk, try #require(job))
    }

    /// Saves a snapshot behind each of these entries.
    private func saveSnapshots(_ counters: ClosedRange<UInt32>, at disk: inout Disk) throws {
        var service = Service()
        for counter in counters {
            service.apply(proposal(counter))
            _ = try disk.perform(.append(proposal(counter)))
            _ = try disk.perform(.save(service))
            let next = disk.nextJob()
            let job = try #require(next)
            _ = try disk.finish(job, job.run())
        }
    }

    private struct Found {
        var disk: Disk
        var log: [UInt32]
        var epochs: Epochs
        var service: Service
    }

    private func recover(_ notices: Notices = Notices()) throws -> Found {
        let result = try Recovery(
            settings: settings, fileSystem: fileSystem, notice: notices.take
        ).run()
        return Found(
            disk: result.disk, log: result.recovered.log.entries.map(\.zxid.counter),
            epochs: result.recovered.epochs, service: result.service)
    }

    private func expectRefusal(at offset: Int) throws {
        let before = fileSystem.contents(of: log)
        let error = #expect(throws: StorageError.self) { try recover() }
        #expect(error?.kind == .corrupt)
        #expect(error?.path == log)
        #expect(error?.offset == offset)
        #expect(error?.advice.contains("Nothing was changed") == true)
        #expect(fileSystem.contents(of: log) == before)
    }
}

final class Notices: Sendable {
    private let state = Mutex<[StorageNotice]>([])

    var all: [StorageNotice] { state.withLock { $0 } }

    var take: @Sendable (StorageNotice) -> Void {
        { notice in self.state.withLock { $0.append(notice) } }
    }
}

extension [UInt8] {
    fileprivate mutating func zero(_ range: Range<Int>) {
        for index in range { self[index] = 0 }
    }
}
