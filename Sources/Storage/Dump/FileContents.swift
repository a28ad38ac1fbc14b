public import Zab
public import Znodes

/// What stands in one file of a data directory, for `zabd dump`. Reads only; a server may be using it.
public enum FileContents {
    public enum Item: Sendable {
        case log(LogHeader)
        /// Where the record begins, in bytes.
        case record(offset: Int, LogRecord)
        /// The zxid of the log's end, behind the last whole frame.
        case logEnd(offset: Int, Zxid)
        case snapshot(SnapshotHeader)
        /// An open session and its timeout in ms.
        case session(Int64, timeout: Int32)
        case node(ZnodePath, Znode)
        /// One of the two copies of the epoch record; nil when it is damaged.
        case epochs(offset: Int, EpochRecord?)
    }

    /// Tells what is there, in order.
    ///
    /// - Throws: `StorageError` where the file is torn or damaged, after all that stands before.
    public static func read(
        _ path: String, of fileSystem: some FileSystem = HostFileSystem(), tell: (Item) -> Void
    ) throws(StorageError) {
        let file = try storing { () throws(FileError) in
            try fileSystem.open(path, create: false)
        }
        defer { file.close() }
        let magic = try storing { () throws(FileError) in
            try file.read(Format.magicLength, at: 0)
        }
        switch magic {
        case Format.logMagic: try readLog(file, tell)
        case Format.snapshotMagic: try readSnapshot(file, tell)
        case Format.epochsMagic: try readEpochs(file, tell)
        default:
            throw StorageError(
                .foreign, path, at: 0, "neither a log, nor a snapshot, nor an epoch record",
                advice: "The files are in \(Format.directory) below dataDir and dataLogDir.")
        }
    }

    private static func readLog(
        _ file: any StoredFile, _ tell: (Item) -> Void
    ) throws(StorageError) {
        var reader = try LogReader(file)
        tell(.log(reader.header))
        while let entry = try reader.next() {
            for (offset, record) in entry.records { tell(.record(offset: offset, record)) }
        }
        tell(.logEnd(offset: reader.position, reader.end))
        if let offset = try reader.frameAfterDamage() {
            throw .corrupt(
                file.path, at: reader.position,
                "the log is damaged here, and goes on at byte \(offset)")
        }
        if try reader.hasRemains() {
            throw StorageError(
                .corrupt, file.path, at: reader.position,
                "the last write was not finished, and counts for nothing",
                advice: "This is what a crash leaves; the server starts with it.")
        }
    }

    private static func readSnapshot(
        _ file: any StoredFile, _ tell: (Item) -> Void
    ) throws(StorageError) {
        var blocks = try SnapshotBlocks(file)
        tell(.snapshot(blocks.header))
        let service = try SnapshotFile.read(&blocks)
        for (id, timeout) in service.sessions { tell(.session(id, timeout: timeout)) }
        var paths = [ZnodePath.root]
        while let path = paths.popLast() {
            guard let node = service[path] else { continue }
            tell(.node(path, node))
            paths.append(contentsOf: service.children(of: path).reversed())
        }
    }

    private static func readEpochs(
        _ file: any StoredFile, _ tell: (Item) -> Void
    ) throws(StorageError) {
        var damage: Int?
        for place in EpochRecord.places {
            let bytes = try storing { () throws(FileError) in
                try file.read(EpochRecord.length, at: place)
            }
            let record = try EpochRecord(bytes, path: file.path)
            tell(.epochs(offset: place, record))
            if record == nil { damage = damage ?? place }
        }
        if let damage { throw .corrupt(file.path, at: damage, "this copy is damaged") }
    }
}
