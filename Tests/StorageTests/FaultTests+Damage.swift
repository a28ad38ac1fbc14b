import Testing
import Zab
import Znodes

@testable import Storage

/// Torn writes, lost disks, damage.
extension FaultTests {
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

    @Test(arguments: [true, false])
    func `what was there at a graceful stop must be there at the next start`(
        synchronizes: Bool
    ) throws {
        var settings = settings
        settings.synchronizes = synchronizes
        var disk = try Recovery(settings: settings, fileSystem: fileSystem, notice: { _ in })
            .run().disk
        for counter in 1...3 as ClosedRange<UInt32> {
            _ = try disk.perform(.append(proposal(counter)))
            _ = try disk.perform(.flush)
        }
        try disk.close()
        fileSystem.processEnds()
        #expect(try recover().log == [1, 2, 3])
        let whole = try #require(fileSystem.contents(of: log))
        for cut in [1, 100] {
            fileSystem.damage(log) { $0 = Array(whole.dropLast(cut)) }
            let error = #expect(throws: StorageError.self) { try recover() }
            #expect(error?.kind == .corrupt)
            #expect(error?.problem.contains("durable up to byte \(whole.count)") == true)
        }
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
}

extension [UInt8] {
    mutating func zero(_ range: Range<Int>) {
        for index in range { self[index] = 0 }
    }
}
