import Foundation

/// Writes a trace as JSON Lines: the header, then a line for each step, keys sorted, with a key frame
/// every so often, so that a reader may begin in the middle.
public struct TraceWriter {
    /// Every so many steps the line also holds the state of all servers.
    public static let keyFrameInterval = 256

    public let header: Header
    private var fold: StateFold
    private let encoder: JSONEncoder

    public init(header: Header) {
        self.header = header
        fold = StateFold(header: header)
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// The first line of the file, without a newline.
    public var headerLine: String {
        // `zabscope` comes first, whatever the alphabet says: it is how a trace is recognized.
        let rest = encode(header).dropFirst()
        let version = "\"zabscope\":\(header.zabscope)"
        return "{\(version)," + rest.replacing(",\(version)", with: "", maxReplacements: 1)
    }

    /// The line of the next step, without a newline.
    public mutating func line(for step: Step) -> String {
        let begins = fold.steps == 0 && step.n != 1
        fold.apply(step)
        var step = step
        if !begins {
            step.all = step.n % Self.keyFrameInterval == 0 ? fold.states.byName : nil
        }
        return encode(step)
    }

    private func encode(_ value: some Encodable) -> String {
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("records hold only text, numbers and lists, which JSON can express")
        }
        return String(decoding: data, as: UTF8.self)
    }
}

extension Recording {
    /// The whole recording as text in JSON Lines.
    public var jsonLines: String {
        var writer = TraceWriter(header: header)
        var text = writer.headerLine + "\n"
        for step in steps { text += writer.line(for: step) + "\n" }
        return text
    }

    /// Writes the recording to a file; an earlier file is replaced only once the new one is whole.
    public func write(to path: String) throws(TraceError) {
        do {
            try Data(jsonLines.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            let why = (error as NSError).localizedDescription
            throw TraceError(file: path, problem: .unwritable(why))
        }
    }
}
