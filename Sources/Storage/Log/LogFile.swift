import Zab

/// A log file as the storage knows it without having read it.
struct LogFile: Hashable, Sendable {
    var path: String
    var header: LogHeader

    /// All log files of a directory, oldest first.
    static func all(
        in directory: String, of fileSystem: any FileSystem
    ) throws(StorageError) -> [LogFile] {
        var files: [LogFile] = []
        for name in try storing({ () throws(FileError) in try fileSystem.names(in: directory) })
        where name.hasPrefix(Format.logPrefix) && !name.hasSuffix(Format.unfinished) {
            let path = "\(directory)/\(name)"
            let bytes = try storing { () throws(FileError) in
                let file = try fileSystem.open(path, create: false)
                defer { file.close() }
                return try file.read(LogHeader.length, at: 0)
            }
            files.append(LogFile(path: path, header: try LogHeader(bytes, path: path)))
        }
        files.sort { $0.header.number < $1.header.number }
        for (file, next) in zip(files, files.dropFirst())
        where file.header.number == next.header.number {
            throw .corrupt(next.path, at: 0, "has the same number as \(file.path)")
        }
        return files
    }
}
