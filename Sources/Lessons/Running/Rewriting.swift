import Foundation

extension LessonRun {
    /// The page with every trace block as the run tells it.
    public var recordedText: String {
        let newline = page.text.contains("\r\n") ? "\r\n" : "\n"
        var lines = page.text.split(omittingEmptySubsequences: false) {
            $0 == "\n" || $0 == "\r\n"
        }.map(String.init)
        for index in staleTraces.reversed() {
            guard case .trace(let recorded, _) = outcomes[index] else { continue }
            let block = page.blocks[index]
            // Between the fences: the opening one stands on `line`, the closing one on `lastLine`.
            lines.replaceSubrange(block.line..<(block.lastLine - 1), with: recorded)
        }
        return lines.joined(separator: newline)
    }

    /// Rewrites the page's file with the traces of this run; whether anything had to change.
    public func record() throws -> Bool {
        if staleTraces.isEmpty { return false }
        try Data(recordedText.utf8).write(to: URL(fileURLWithPath: page.file), options: .atomic)
        return true
    }

    /// The stale traces as errors that show the first line that differs.
    public var differences: [LessonError] {
        staleTraces.compactMap { index in
            let block = page.blocks[index]
            guard case .trace(let recorded, _) = outcomes[index],
                case .trace(let trace) = block.content
            else { return nil }
            let place = zip(recorded, trace.lines).prefix { $0 == $1 }.count
            let now = recorded.indices.contains(place) ? "\"\(recorded[place])\"" : "the end"
            let page = trace.lines.indices.contains(place) ? "\"\(trace.lines[place])\"" : "the end"
            return LessonError(
                file: self.page.file, line: block.line + 1 + place,
                message:
                    "the run says \(now), the page \(page); `zabscope lesson record` rewrites it")
        }
    }
}
