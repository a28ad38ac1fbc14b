import Zab

/// A log file as the storage knows it without having read it.
struct LogFile: Hashable, Sendable {
    var path: String
    var header: LogHeader

    /// Whether a log file can be called that: `log.<zxid>` or `log.<zxid>.<number>`, as `LogWriter` has
    /// them. Anything else that lies there is someone's copy or note, and ignored, as Apache does it.
    static func isName(_ name: String) -> Bool {
        guard name.hasPrefix(Format.logPrefix) else { return false }
        let parts = name.dropFirst(Format.logPrefix.count)
            .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard Format.zxid(parts[0]) != nil else { return false }
        guard let number = parts.dropFirst().first else { return true }
        return Int(number).map { $0 > 1 && "\($0)" == number } ?? false
    }

    /// All log files of a directory, oldest first.
    static func all(
        in directory: String, of fileSystem: any FileSystem
    ) throws(StorageError) -> [LogFile] {
        var files: [LogFile] = []
        for name in try storing({ () throws(FileError) in try fileSystem.names(in: directory) })
        where isName(name) {
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
