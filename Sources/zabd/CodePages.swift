import CMalloc
import Server

/// The pages of code, and of what it only reads, that this process has in memory.
enum CodePages {
    /// Gives them all back: those that are needed again come at once, from the system's cache of files; the others stay
    /// away. To be called when clients are served. Most of the code that ran until then, to read the configuration and
    /// the data, never runs again, and the system maps a dozen pages around every one that is touched.
    static func release() {
        #if canImport(Glibc)
            guard let text = try? SmallFile.read("/proc/self/smaps", atMost: 4 << 20) else {
                return
            }
            var mapping: Range<Int>?
            for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
                if line.hasPrefix("Anonymous:") {
                    // What the loader has written into is like no file any more.
                    if let mapping, line.split(separator: " ").dropFirst().first == "0" {
                        let start = UnsafeMutableRawPointer(bitPattern: mapping.lowerBound)
                        _ = madvise(start, mapping.count, MADV_DONTNEED)
                    }
                    mapping = nil
                } else if let here = readOnlyFile(line) {
                    mapping = here
                }
            }
        #endif
    }

    /// Where a line of the table has what was mapped from a file and nobody may write to.
    /// `start-end r-xp offset device inode path`.
    private static func readOnlyFile(_ line: Substring) -> Range<Int>? {
        let fields = line.split(separator: " ")
        guard fields.count == 6, ["r-xp", "r--p"].contains(fields[1]), fields[5].first == "/"
        else { return nil }
        let bounds = fields[0].split(separator: "-").compactMap { Int($0, radix: 16) }
        return bounds.count == 2 && bounds[0] < bounds[1] ? bounds[0]..<bounds[1] : nil
    }
}
