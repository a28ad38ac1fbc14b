/// Two servers must never share a directory.
enum Locks {
    /// Makes the directories and locks them; the closure that releases them.
    static func take(
        _ settings: StorageSettings, _ fileSystem: some FileSystem
    ) throws(StorageError) -> @Sendable () -> Void {
        var releases: [@Sendable () -> Void] = []
        do throws(StorageError) {
            for directory in Set([settings.snapshots, settings.logs]).sorted() {
                releases.append(try lock(directory, fileSystem))
            }
        } catch {
            for release in releases { release() }
            throw error
        }
        return { [releases] in for release in releases { release() } }
    }

    private static func lock(
        _ directory: String, _ fileSystem: some FileSystem
    ) throws(StorageError) -> @Sendable () -> Void {
        let lock = try storing { () throws(FileError) in
            try fileSystem.makeDirectory(directory)
            // Whatever is needed to do that later is had from now on.
            try fileSystem.synchronize(directory: directory)
            return try fileSystem.lock("\(directory)/\(Format.lock)")
        }
        switch lock {
        case .taken(let release): return release
        case .held(let holder):
            let who = holder.map { "process \($0)" } ?? "another process"
            throw StorageError(
                .locked, directory, "\(who) is using it",
                advice: "Stop that server, or name another dataDir.")
        }
    }
}
