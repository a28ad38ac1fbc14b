import Foundation
import Testing

@testable import zabd

@Suite struct LogLinesTests {
    private let pipe = Pipe()
    private var lines: LogLines { LogLines(to: pipe.fileHandleForWriting.fileDescriptor) }

    /// All that is in the pipe by now.
    private func drain() -> String {
        let descriptor = pipe.fileHandleForReading.fileDescriptor
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var all: [UInt8] = []
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return String(decoding: all, as: UTF8.self) }
            all += buffer[..<count]
        }
    }

    @Test func `a log that nobody reads stops nobody, and says later what was left out`() {
        let lines = lines
        let line = String(repeating: "x", count: 99)
        for _ in 0..<9_000 { lines.write(line) }
        let kept = drain().split(separator: "\n")
        #expect((1..<9_000).contains(kept.count))
        #expect(kept.allSatisfy { $0 == line })
        for word in ["next", "last"] { lines.write(word) }
        #expect(
            drain()
                == "\(9_000 - kept.count) lines were left out here: nobody read them\nnext\nlast\n")
    }

    @Test func `a line is no longer than a pipe takes at once`() {
        lines.write(String(repeating: "x", count: 10_000))
        #expect(drain().utf8.count == LogLines.longest)
        // Three bytes a letter: none is cut in two.
        lines.write(String(repeating: "€", count: 10_000))
        let text = drain()
        #expect(text.allSatisfy { $0 == "€" || $0 == "\n" })
        #expect(LogLines.longest - 2...LogLines.longest ~= text.utf8.count)
    }
}
