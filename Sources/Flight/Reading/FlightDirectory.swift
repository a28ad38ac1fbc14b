#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The files of a recording's directory.
package enum FlightDirectory {
    package struct Entry: Hashable, Sendable {
        package let path: String
        package let number: Int
        let length: Int
    }

    /// In the order of their numbers; other files are none of ours.
    package static func files(in directory: String) throws(FlightError) -> [Entry] {
        guard let stream = opendir(directory) else {
            if errno == ENOTDIR { throw FlightError(file: directory, problem: .notADirectory) }
            throw .unreadable(directory)
        }
        defer { closedir(stream) }
        var files: [Entry] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            guard let number = FlightFormat.number(inName: name) else { continue }
            let path = directory + "/" + name
            var status = stat()
            let length = stat(path, &status) == 0 ? Int(status.st_size) : 0
            files.append(Entry(path: path, number: number, length: length))
        }
        return files.sorted { $0.number < $1.number }
    }
}
