import Zab
import Znodes

/// What a starting server does with what it finds on its disk.
///
/// It starts from the newest snapshot that is whole and reads the log behind it. What a crash left
/// unfinished at the very end is left out. Anything else that does not fit together is refused with an
/// error that says what to do: nothing is guessed, and nothing is changed.
struct Recovery {
    let settings: StorageSettings
    let fileSystem: any FileSystem
    let notice: @Sendable (StorageNotice) -> Void

    struct Result {
        var disk: Disk
        var recovered: Recovered
        var service: Service
    }

    func run() throws(StorageError) -> Result {
        try refuseForeign()
        try refuseMisplaced()
        try removeUnfinished()
        var logs = try LogFile.all(in: settings.logs, of: fileSystem)
        var found = try SnapshotFile.all(in: settings.snapshots, of: fileSystem)
        let epochs = try epochFile(isNew: logs.isEmpty && found.isEmpty)
        try useUpPermission()
        if !epochs.record.isComplete, epochs.record.logFile == 0 {
            try startOver(logs, found)
            (logs, found) = ([], [])
        }
        var statistics = StorageStatistics()
        let clock = ContinuousClock()
        let start = clock.now
        let (service, snapshots) = try newestSnapshot(of: found, &statistics)
        let loaded = clock.now
        let files = try needed(of: logs, from: service.zxid, epochs.record)
        let (history, end) = try read(files, behind: service, epochs.record)
        statistics.snapshotLoadTime = (loaded - start).nanoseconds
        statistics.logLoadTime = (clock.now - loaded).nanoseconds
        statistics.entriesLoaded = history.entries
        let log = LogWriter(
            after: logs, end: history.end, previous: end?.checksum, position: end?.position ?? 0,
            number: epochs.record.logFile,
            settings: settings, fileSystem: fileSystem)
        let disk = Disk(
            settings: settings, fileSystem: fileSystem, log: log, epochs: epochs,
            snapshots: snapshots, statistics: statistics, notice: notice)
        let recovered = Recovered(
            epochs: epochs.record.epochs, log: history.log, replayed: history.applied,
            snapshotNodes: service.nodeCount,
            isComplete: epochs.record.isComplete)
        notice(
            .recovered(snapshot: service.zxid, entries: history.entries, end: history.end))
        return Result(disk: disk, recovered: recovered, service: history.service)
    }

    // MARK: - The directory

    /// Starting empty beside the data of Apache's server would look like having lost it.
    private func refuseForeign() throws(StorageError) {
        for directory in Set([settings.dataDirectory, settings.logDirectory].compactMap { $0 }) {
            let foreign = "\(directory)/\(Format.foreignDirectory)"
            let names = try storing { () throws(FileError) in
                try fileSystem.names(in: foreign)
            }
            guard names.contains(where: { $0.hasPrefix("snapshot.") || $0.hasPrefix("log.") })
            else { continue }
            throw StorageError(
                .foreign, foreign,
                "this is the data of an Apache ZooKeeper server, in a format of "
                    + "its own",
                advice: "Name another dataDir. In an ensemble an empty server gets a copy from its "
                    + "leader.")
        }
    }

    /// Where log and snapshots have directories of their own, a file in the other one would be passed over, and the
    /// server begin without it (`FileTxnSnapLog.checkLogDir`, `checkSnapDir`).
    private func refuseMisplaced() throws(StorageError) {
        if settings.logs == settings.snapshots { return }
        func refuse(
            in directory: String, _ what: String, where isMisplaced: (String) -> Bool
        ) throws(StorageError) {
            let names = try storing { () throws(FileError) in try fileSystem.names(in: directory) }
            guard let name = names.sorted().first(where: isMisplaced) else { return }
            throw StorageError(
                .corrupt, "\(directory)/\(name)", "this is \(what)",
                advice: "Nothing was changed. See whether dataDir and dataLogDir have changed "
                    + "places; if they are meant to be so, move the file to where it belongs.")
        }
        try refuse(in: settings.snapshots, "part of a log, and dataLogDir is elsewhere") {
            LogFile.isName($0)
        }
        try refuse(in: settings.logs, "no part of a log, and dataDir is elsewhere") {
            $0 == Format.epochs || SnapshotFile.isName($0)
        }
    }

    /// What was being made when the last life ended.
    private func removeUnfinished() throws(StorageError) {
        try storing { () throws(FileError) in
            for directory in Set([settings.snapshots, settings.logs]) {
                let names = try fileSystem.names(in: directory)
                    .filter { $0.hasSuffix(Format.unfinished) }
                for name in names { try fileSystem.remove("\(directory)/\(name)") }
                if !names.isEmpty { try fileSystem.synchronize(directory: directory) }
            }
        }
    }

    private func epochFile(isNew: Bool) throws(StorageError) -> EpochFile {
        let names = try storing { () throws(FileError) in
            try fileSystem.names(in: settings.snapshots)
        }
        let path = "\(settings.snapshots)/\(Format.epochs)"
        if names.contains(Format.epochs) { return try EpochFile(opening: path, of: fileSystem) }
        guard isNew else {
            throw .corrupt(path, "the epoch record is missing, and a log or a snapshot is there")
        }
        if !settings.beginsEmpty, try !hasPermission() {
            throw StorageError(
                .empty, settings.snapshots,
                "there is no data here, and db.autocreate is false",
                advice: "If the data is lost, bring it back. For a new server, make an empty file "
                    + "\(permissionDirectory)/\(Format.initialize), which allows it once.")
        }
        return try storing { () throws(FileError) in
            try EpochFile.create(EpochRecord(), in: settings.snapshots, of: fileSystem)
        }
    }

    private var permissionDirectory: String { settings.logDirectory ?? settings.dataDirectory }

    /// Whether someone has said that this server is a new one.
    private func hasPermission() throws(StorageError) -> Bool {
        try storing { () throws(FileError) in
            try fileSystem.names(in: permissionDirectory).contains(Format.initialize)
        }
    }

    /// It holds for one start, whatever that finds. By now the epoch record is durable, so that a crash
    /// leaves one or the other.
    private func useUpPermission() throws(StorageError) {
        guard try hasPermission() else { return }
        try storing { () throws(FileError) in
            try fileSystem.remove("\(permissionDirectory)/\(Format.initialize)")
            try fileSystem.synchronize(directory: permissionDirectory)
        }
    }

    /// The history was cut below all that it could start from, and what is left of it counts for
    /// nothing (`Disk.truncate`).
    private func startOver(_ logs: [LogFile], _ found: [Zxid]) throws(StorageError) {
        try storing { () throws(FileError) in
            for zxid in found {
                try fileSystem.remove(SnapshotFile.path(of: zxid, in: settings.snapshots))
            }
            for file in logs { try fileSystem.remove(file.path) }
            if !found.isEmpty { try fileSystem.synchronize(directory: settings.snapshots) }
            if !logs.isEmpty { try fileSystem.synchronize(directory: settings.logs) }
        }
    }

    // MARK: - Snapshots

    /// The newest whole snapshot, and it with those before it.
    private func newestSnapshot(
        of found: [Zxid], _ statistics: inout StorageStatistics
    ) throws(StorageError) -> (Service, [Zxid]) {
        var left = found
        var newest: StorageError?
        while let zxid = left.last {
            do throws(StorageError) {
                let (service, saved) = try SnapshotFile.read(
                    zxid, in: settings.snapshots, of: fileSystem)
                statistics.lastSnapshot = saved
                return (service, left)
            } catch {
                guard error.kind == .corrupt else { throw error }
                notice(.snapshotUnreadable(error))
                newest = newest ?? error
                left.removeLast()
            }
        }
        return (Service(), [])
    }

    // MARK: - The log

    /// The files from the last one that begins at or below the snapshot.
    private func needed(
        of logs: [LogFile], from snapshot: Zxid, _ record: EpochRecord
    ) throws(StorageError) -> [LogFile] {
        if record.logFile > logs.last?.header.number ?? 0 {
            throw .corrupt(
                settings.logs, "log file number \(record.logFile), which was there, is missing")
        }
        guard let first = logs.lastIndex(where: { $0.header.base <= snapshot }) else {
            if let oldest = logs.first {
                throw .corrupt(
                    oldest.path,
                    "no log file goes on from \(snapshot.hexadecimal): the oldest "
                        + "begins behind \(oldest.header.base.hexadecimal)")
            }
            return []
        }
        let files = Array(logs[first...])
        for (file, next) in zip(files, files.dropFirst()) {
            if next.header.number != file.header.number + 1 {
                throw .corrupt(
                    next.path, "log file number \(file.header.number + 1) before it is missing")
            }
            if next.header.isRestart, next.header.base > snapshot {
                throw .corrupt(
                    next.path,
                    "goes on from a snapshot at \(next.header.base.hexadecimal), and no "
                        + "snapshot from there on is whole")
            }
        }
        return files
    }

    /// Where the log ends on the disk.
    private typealias End = (checksum: UInt32, position: Int)

    /// The history, and where it ends: nil when the snapshot is ahead of the log.
    private func read(
        _ files: [LogFile], behind service: Service, _ record: EpochRecord
    ) throws(StorageError) -> (History, End?) {
        if settings.isStandalone,
            let result = try read(
                files, behind: service, record, applyingAllBut: settings.window)
        {
            return result
        }
        guard let result = try read(files, behind: service, record, applyingAllBut: nil) else {
            preconditionFailure("what is not applied is not cut off too late")
        }
        return result
    }

    private func read(
        _ files: [LogFile], behind service: Service, _ record: EpochRecord,
        applyingAllBut window: Int?
    ) throws(StorageError) -> (History, End?)? {
        var history = History(after: service, applyingAllBut: window)
        var zxid = service.zxid
        var end: End?
        for (index, file) in files.enumerated() {
            let isLast = index == files.count - 1
            if isLast { try settle(file.path) }
            var reader = try LogReader(file.path, of: fileSystem)
            defer { reader.close() }
            while let entry = try reader.next() {
                for (offset, record) in entry.records {
                    switch history.take(record) {
                    case .taken: break
                    case .tooLate: return nil
                    case .unfit(let reason): throw .corrupt(file.path, at: offset, reason)
                    }
                }
            }
            try check(&reader, before: isLast ? nil : files[index + 1], record)
            zxid = reader.end
            end = (reader.checksum, reader.position)
        }
        return (history, zxid == history.end ? end : nil)
    }

    /// Makes durable what the last life may have written and not flushed, and then forgets it, so that
    /// what is read is what the disk has.
    private func settle(_ path: String) throws(StorageError) {
        try storing { () throws(FileError) in
            let file = try fileSystem.open(path, create: false)
            defer { file.close() }
            try file.synchronize()
            file.evict(from: 0, to: nil)
        }
    }

    /// What stands behind the last whole frame must be what a crash can leave there.
    private func check(
        _ reader: inout LogReader, before next: LogFile?, _ record: EpochRecord
    ) throws(StorageError) {
        if reader.header.number == record.logFile, reader.position < Int(record.logPosition) {
            throw .corrupt(
                reader.path, at: reader.position,
                "the log is whole only up to here, and was "
                    + "durable up to byte \(record.logPosition)")
        }
        if let next {
            if next.header.isRestart || next.header.previous == reader.checksum { return }
            throw .corrupt(
                reader.path, at: reader.position,
                "the log is damaged here: \(next.path) goes on "
                    + "from a later place")
        }
        if let offset = try reader.frameAfterDamage() {
            throw .corrupt(
                reader.path, at: reader.position,
                "the log is damaged here, and goes on at byte "
                    + "\(offset)")
        }
        if try reader.hasRemains() {
            notice(.tornTail(path: reader.path, offset: reader.position))
        }
    }
}
