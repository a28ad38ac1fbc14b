import Foundation

/// Reading the small files on which security rests.
enum SecurityFile {
    /// The whole file; one that is longer than `limit` bytes is none of those files.
    static func read(_ path: String, atMost limit: Int) throws(SecurityError) -> [UInt8] {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw SecurityError(file: path, reason: "there is no such file")
        }
        if isDirectory.boolValue {
            throw SecurityError(file: path, reason: "this is a directory, not a file")
        }
        guard let handle = FileHandle(forReadingAtPath: path),
            let data = try? handle.read(upToCount: limit + 1) ?? Data()
        else {
            throw SecurityError(file: path, reason: "this cannot be read")
        }
        guard data.count <= limit else {
            throw SecurityError(
                file: path, reason: "longer than \(limit >> 10) KiB, which no such file is")
        }
        return [UInt8](data)
    }
}
