#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The part of a configuration that lies beside the file.
extension ConfigurationReading {
    /// Reads a `zoo.cfg` and what it leads to. Nothing is changed on the disk.
    public init(file: String) {
        do throws(SystemError) {
            self.init(try SmallFile.read(file, atMost: 1 << 20), file: file) { directory in
                (try? SmallFile.read(directory + "/myid", atMost: 1 << 10)).map {
                    String(decoding: $0, as: UTF8.self)
                }
            }
        } catch {
            self.init(file: file, unreadable: "cannot be read: \(error)")
            return
        }
        checkDirectories()
        checkFiles()
    }

    private mutating func checkDirectories() {
        for key in ["dataDir", "dataLogDir"] where isSet(key) {
            let path = key == "dataDir" ? configuration.dataDir : configuration.dataLogDir
            if !path.hasPrefix("/"), !path.hasPrefix("./"), !path.isEmpty {
                report(
                    .warning, key: key,
                    "is relative to the working directory; write ./\(path) if that is meant")
            }
            var status = stat()
            guard stat(path, &status) == 0 else { continue }
            if status.st_mode & S_IFMT != S_IFDIR {
                report(.error, key: key, "is \(path), which is no directory")
            } else if access(path, R_OK | W_OK | X_OK) != 0 {
                report(.error, key: key, "is \(path), where this user may not write")
            }
        }
    }

    private mutating func checkFiles() {
        let files = [
            ("sessionSecret", configuration.sessionSecret),
            ("jaasLoginConfig", configuration.jaasLoginConfig),
            ("ssl.keyStore.location", configuration.tls.keyStore.location),
            ("ssl.trustStore.location", configuration.tls.trustStore.location),
        ]
        for (key, path) in files {
            guard let path else { continue }
            if access(path, R_OK) != 0 {
                report(.error, key: key, "is \(path), which cannot be read: \(SystemError.last)")
            } else if key == "sessionSecret" {
                checkSecret(path)
            }
        }
    }

    /// Whoever reads the secret can take over any session.
    private mutating func checkSecret(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        if status.st_size < 16 {
            report(.error, key: "sessionSecret", "is \(path), which holds less than 16 bytes")
        } else if status.st_mode & 0o077 != 0 {
            report(
                .warning, key: "sessionSecret", "is \(path), which others than its owner may read")
        }
    }
}

extension Configuration {
    /// Makes the directories for data and logs where they are missing, as ZooKeeper does
    /// (`datadir.autocreate`).
    public func makeDirectories() throws(ServerError) {
        for path in [dataDir, dataLogDir] {
            let parents = path.indices.filter { path[$0] == "/" && $0 > path.startIndex }
                .map { String(path[..<$0]) }
            for directory in parents + [path] {
                guard mkdir(directory, 0o755) == 0 || errno == EEXIST else {
                    throw ServerError(
                        "cannot make \(directory): \(SystemError.last)", .dataDirectory)
                }
            }
        }
    }
}
