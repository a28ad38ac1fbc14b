import Foundation
import Testing
import Zab
import Znodes

@testable import Storage

/// What `zabd dump` shows.
@Suite struct FileContentsTests {
    private let fileSystem = MemoryFileSystem()
    private let settings: StorageSettings = {
        var settings = StorageSettings(dataDirectory: "/data")
        settings.preallocation = 4_096
        return settings
    }()
    private let folder = "/data/zabscope-1"

    @Test func `a log's records are told in order, and where it ends`() throws {
        try write()
        let log = "\(folder)/log.100000001"
        var told: [LogRecord] = []
        var end: Zxid?
        try FileContents.read(log, of: fileSystem) { item in
            switch item {
            case .record(_, let record): told.append(record)
            case .logEnd(_, let zxid): end = zxid
            default: break
            }
        }
        #expect(
            told == [
                .proposal(proposal(1)), .proposal(proposal(2)),
                .truncate(to: Zxid(epoch: 1, counter: 1)), .proposal(proposal(1, epoch: 2)),
            ])
        #expect(end == Zxid(epoch: 2, counter: 1))
    }

    @Test func `a torn or damaged file is told as far as it is whole, and then where it is not`()
        throws
    {
        try write()
        let log = "\(folder)/log.100000001"
        let whole = try #require(fileSystem.contents(of: log))
        var offsets: [Int] = []
        try FileContents.read(log, of: fileSystem) { item in
            if case .record(let offset, _) = item { offsets.append(offset) }
        }
        for (offset, count, problem) in [
            (offsets[3], 2, "the last write was not finished"), (offsets[1], 0, "damaged here"),
        ] {
            fileSystem.damage(log) { $0[offset + 20] ^= 1 }
            var told = 0
            let error = #expect(throws: StorageError.self) {
                try FileContents.read(log, of: fileSystem) { item in
                    if case .record = item { told += 1 }
                }
            }
            #expect(told == count)
            #expect(error?.kind == .corrupt)
            #expect(error?.problem.contains(problem) == true)
            fileSystem.damage(log) { $0 = whole }
        }
    }

    @Test func `a snapshot's nodes and an epoch record's copies are told`() throws {
        try write()
        var paths: [ZnodePath] = []
        try FileContents.read("\(folder)/snapshot.200000001", of: fileSystem) { item in
            if case .node(let path, _) = item { paths.append(path) }
        }
        #expect(
            paths == ["/", "/node1", "/zookeeper", "/zookeeper/config", "/zookeeper/quota"])
        var records: [Epochs?] = []
        try FileContents.read("\(folder)/epochs", of: fileSystem) { item in
            if case .epochs(_, let record) = item { records.append(record?.epochs) }
        }
        #expect(records == [Epochs(accepted: 2, current: 2), Epochs(accepted: 2, current: 2)])
        let error = #expect(throws: StorageError.self) {
            _ = try fileSystem.open("/data/other", create: true)
            try FileContents.read("/data/other", of: fileSystem) { _ in }
        }
        #expect(error?.kind == .foreign)
    }

    @Test func `the page about the format gives the numbers that are in use`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/Storage/FORMAT.md")
        let page = try String(contentsOf: file, encoding: .utf8)
        #expect(
            page.contains("Format \(Format.version). Everything is below `\(Format.directory)`"))
        #expect(page.contains("A header of \(LogHeader.length) bytes:"))
        #expect(page.contains("A header of \(SnapshotHeader.length) bytes:"))
        #expect(
            page.contains("| \(Frame.headerLength) | | records, then zeros up to a multiple of 8"))
        #expect(LogHeader(identity: 1, number: 1, base: .zero, isRestart: true).encoded.count == 64)
        #expect(EpochRecord().encoded.count == 64)
    }

    /// Two entries, the second cut off, one of the next epoch, and a snapshot.
    private func write() throws {
        var disk = try Recovery(settings: settings, fileSystem: fileSystem, notice: { _ in }).run()
            .disk
        var service = Service()
        service.apply(proposal(1))
        service.apply(proposal(1, epoch: 2))
        for request: DiskRequest in [
            .append(proposal(1)), .append(proposal(2)), .flush,
            .truncate(to: Zxid(epoch: 1, counter: 1)), .append(proposal(1, epoch: 2)), .flush,
            .record(Epochs(accepted: 2, current: 2)), .save(service),
        ] {
            _ = try disk.perform(request)
        }
        let next = disk.nextJob()
        let job = try #require(next)
        _ = try disk.finish(job, job.run())
        fileSystem.processEnds()
    }
}
