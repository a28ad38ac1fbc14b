import Testing
import Zab
import Znodes

@testable import Storage

/// One test for each way in which a disk goes wrong; the names are those of the project's list of
/// storage faults.
@Suite struct FaultTests {
    let fileSystem = MemoryFileSystem()
    let settings: StorageSettings = {
        var settings = StorageSettings(dataDirectory: "/data", logDirectory: "/log")
        settings.preallocation = 1 << 16
        return settings
    }()
    let log = "/log/zabscope-1/log.100000001"
    let epochs = "/data/zabscope-1/epochs"

    /// Writes these entries, a flush for each group; where each flush's frame begins.
    func write(
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
    func saving() throws -> (Disk, SnapshotJob) {
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
    func saveSnapshots(_ counters: ClosedRange<UInt32>, at disk: inout Disk) throws {
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

    struct Found {
        var disk: Disk
        var log: [UInt32]
        var epochs: Epochs
        var service: Service
    }

    func recover(_ notices: Notices = Notices()) throws -> Found {
        let result = try Recovery(
            settings: settings, fileSystem: fileSystem, notice: notices.take
        ).run()
        return Found(
            disk: result.disk, log: result.recovered.log.entries.map(\.zxid.counter),
            epochs: result.recovered.epochs, service: result.service)
    }

    func expectRefusal(at offset: Int) throws {
        let before = fileSystem.contents(of: log)
        let error = #expect(throws: StorageError.self) { try recover() }
        #expect(error?.kind == .corrupt)
        #expect(error?.path == log)
        #expect(error?.offset == offset)
        #expect(error?.advice.contains("Nothing was changed") == true)
        #expect(fileSystem.contents(of: log) == before)
    }
}
