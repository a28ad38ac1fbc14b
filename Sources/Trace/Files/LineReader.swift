import Foundation

/// Lines of a file, one at a time: memory is bounded by the longest line allowed, whatever the file holds.
struct LineReader {
    /// No step comes near this; a file that has such a line is something else.
    static let longestLine = 16 << 20

    let file: String
    /// The number of the line that `next` returned last.
    private(set) var number = 0

    private let handle: FileHandle?
    private var buffer: [UInt8]
    /// Where the unread part of the buffer begins, and up to where no newline was found.
    private var start = 0
    private var searched = 0
    private var ended: Bool

    init(path: String) throws(TraceError) {
        file = path
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw TraceError(file: path, problem: .missing)
        }
        if isDirectory.boolValue { throw TraceError(file: path, problem: .directory) }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw TraceError(file: path, problem: .unreadable("permission denied"))
        }
        self.handle = handle
        buffer = []
        ended = false
    }

    init(text: String, named name: String) {
        file = name
        handle = nil
        buffer = Array(text.utf8)
        ended = true
    }

    /// The next line without its newline; nil at the end.
    mutating func next() throws(TraceError) -> [UInt8]? {
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                return try take(upTo: end, then: end + 1)
            }
            searched = buffer.count
            if searched - start > Self.longestLine { throw tooLong() }
            if ended {
                return start == buffer.count
                    ? nil : try take(upTo: buffer.count, then: buffer.count)
            }
            try fill()
        }
    }

    private mutating func take(upTo end: Int, then next: Int) throws(TraceError) -> [UInt8] {
        if end - start > Self.longestLine { throw tooLong() }
        number += 1
        var line = buffer[start..<end]
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        start = next
        searched = next
        return Array(line)
    }

    private func tooLong() -> TraceError {
        TraceError(file: file, line: number + 1, problem: .lineTooLong(limit: Self.longestLine))
    }

    private mutating func fill() throws(TraceError) {
        buffer.removeFirst(start)
        searched -= start
        start = 0
        do {
            if let more = try handle?.read(upToCount: 256 << 10), !more.isEmpty {
                buffer.append(contentsOf: more)
            } else {
                ended = true
            }
        } catch {
            let why = (error as NSError).localizedDescription
            throw TraceError(file: file, line: number + 1, problem: .unreadable(why))
        }
    }
}
