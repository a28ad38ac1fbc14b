/// The file with the two copies of the epoch record. It has its final size from the beginning: a full
/// disk does not keep a promise from being written down (fault D11).
struct EpochFile: Sendable {
    private let file: any StoredFile
    private(set) var record: EpochRecord

    /// Makes the file: beside, synchronized, renamed.
    static func create(
        _ record: EpochRecord, in directory: String, of fileSystem: any FileSystem
    ) throws(FileError) -> EpochFile {
        let path = "\(directory)/\(Format.epochs)"
        let file = try fileSystem.open(path + Format.unfinished, create: true)
        var bytes = [UInt8](repeating: 0, count: EpochRecord.fileSize)
        for place in EpochRecord.places {
            bytes.replaceSubrange(place..<place + EpochRecord.length, with: record.encoded)
        }
        try file.write(bytes, at: 0)
        try file.synchronize()
        try fileSystem.rename(path + Format.unfinished, to: path)
        try fileSystem.synchronize(directory: directory)
        return EpochFile(file: file.named(path), record: record)
    }

    private init(file: any StoredFile, record: EpochRecord) {
        self.file = file
        self.record = record
    }

    /// Reads the file; the newer of the copies that are whole counts.
    init(opening path: String, of fileSystem: any FileSystem) throws(StorageError) {
        let file = try storing { () throws(FileError) in
            try fileSystem.open(path, create: false)
        }
        var newest: EpochRecord?
        for place in EpochRecord.places {
            let bytes = try storing { () throws(FileError) in
                try file.read(EpochRecord.length, at: place)
            }
            let record = try EpochRecord(bytes, path: path)
            if let record, record.generation >= newest?.generation ?? 0 { newest = record }
        }
        guard let newest else {
            throw .corrupt(path, "neither copy of the epoch record is whole")
        }
        self.file = file
        record = newest
    }

    /// Writes the record; on return it is durable. A copy is touched only while the other is whole.
    mutating func write(_ record: EpochRecord) throws(FileError) {
        self.record = record
        self.record.generation += 1
        let bytes = self.record.encoded
        for place in EpochRecord.places {
            try file.write(bytes, at: place)
            try file.synchronize()
        }
    }

    func close() { file.close() }
}
