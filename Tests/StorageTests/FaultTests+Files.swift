import Checksum
import Testing
import Zab
import Znodes

@testable import Storage

/// Directories, snapshots, files.
extension FaultTests {
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

    @Test func `the system keeps only the end of what was logged in memory`() throws {
        var disk = try recover().disk
        let megabyte = 1 << 20
        for counter in 1...40 as ClosedRange<UInt32> {
            _ = try disk.perform(.append(proposal(counter, dataLength: megabyte / 8)))
            _ = try disk.perform(.flush)
            try disk.getReady()
            let evicted = try #require(fileSystem.evicted(log))
            // Not what is yet to come, nor what the system has only just written.
            #expect(evicted <= max(0, disk.log.durablePosition - megabyte))
            #expect(disk.log.durablePosition - evicted <= 2 * megabyte + megabyte / 4)
        }
        // The file that follows leaves nothing of this one.
        _ = try disk.perform(.save(Service()))
        _ = try disk.perform(.append(proposal(41)))
        _ = try disk.perform(.flush)
        #expect(fileSystem.evicted(log) == fileSystem.contents(of: log)?.count)
        #expect(try recover().log.count == 41)
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

    @Test func `a purge in which the power is cut leaves a log without a gap`() throws {
        var disk = try recover().disk
        try saveSnapshots(1...8, at: &disk)
        let files = disk.log.files.map(\.path)
        fileSystem.keepPoints()
        try disk.purge()
        #expect(disk.log.files.count < files.count - 3)
        let points = fileSystem.takePoints()
        for seed in 0..<UInt64(20) {
            for point in points {
                let survivor = MemoryFileSystem(point)
                var dice = Dice(seed: seed)
                survivor.powerReturns(&dice)
                let left = files.filter { survivor.paths.contains($0) }
                #expect(left == files.suffix(left.count), "\(point.call)")
            }
        }
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

    @Test func `directories that have changed places are not taken for empty ones`() throws {
        var disk = try recover().disk
        try saveSnapshots(1...2, at: &disk)
        try disk.close()
        fileSystem.processEnds()
        let swapped = StorageSettings(dataDirectory: "/log", logDirectory: "/data")
        let paths = fileSystem.paths
        let error = #expect(throws: StorageError.self) {
            _ = try DiskStorage.open(swapped, fileSystem: fileSystem)
        }
        #expect(error?.kind == .corrupt)
        #expect(error?.path == log)
        #expect(error?.advice.contains("changed places") == true)
        // The log is gone, and with it what would have told.
        for path in paths where path.contains("/log.") { try fileSystem.remove(path) }
        let other = #expect(throws: StorageError.self) {
            _ = try DiskStorage.open(swapped, fileSystem: fileSystem)
        }
        #expect(other?.path == epochs)
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
}
