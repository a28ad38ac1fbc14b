import CMalloc
import Server

/// The pages of code that this process has in memory.
enum CodePages {
    /// Gives them all back: those that are needed again come at once, from the system's cache of files; the others stay
    /// away. To be called when clients are served. Most of the code that ran until then, to read the configuration and
    /// the data, never runs again, and the system maps a dozen pages around every one that is touched.
    static func release() {
        #if canImport(Glibc)
            guard let maps = try? SmallFile.read("/proc/self/maps", atMost: 1 << 20) else { return }
            for line in String(decoding: maps, as: UTF8.self).split(separator: "\n") {
                guard let range = code(line) else { continue }
                let start = UnsafeMutableRawPointer(bitPattern: range.lowerBound)
                _ = madvise(start, range.count, MADV_DONTNEED)
            }
        #endif
    }

    /// Where a line of the table has code that was mapped from a file and that nobody may write to: such pages hold
    /// nothing else. `start-end r-xp offset device inode path`.
    private static func code(_ line: Substring) -> Range<Int>? {
        let fields = line.split(separator: " ")
        guard fields.count == 6, fields[1] == "r-xp", fields[5].first == "/" else { return nil }
        let bounds = fields[0].split(separator: "-").compactMap { Int($0, radix: 16) }
        return bounds.count == 2 && bounds[0] < bounds[1] ? bounds[0]..<bounds[1] : nil
    }
}
