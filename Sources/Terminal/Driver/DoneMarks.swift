import Foundation

/// Which lessons were finished: their names, one a line, in a small file of the user's.
public struct DoneMarks {
    private let path: String?
    public private(set) var names: [String] = []

    public init() { self.init(environment: ProcessInfo.processInfo.environment) }

    /// In `XDG_STATE_HOME`, or `~/.local/state`; nowhere without a home.
    init(environment: [String: String]) {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            path = state + "/zabscope/done"
        } else if let home = environment["HOME"], !home.isEmpty {
            path = home + "/.local/state/zabscope/done"
        } else {
            path = nil
        }
        guard let path, let data = FileManager.default.contents(atPath: path),
            data.count < 1 << 16, let text = String(data: data, encoding: .utf8)
        else { return }
        names = text.split(separator: "\n").map(String.init)
    }

    public func contains(_ lesson: String) -> Bool { names.contains(lesson) }

    /// Notes that a lesson is done. A mark that cannot be kept is no reason to disturb the learner.
    public mutating func mark(_ lesson: String) {
        guard let path, !contains(lesson) else { return }
        names.append(lesson)
        let folder = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex))
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let text = names.map { $0 + "\n" }.joined()
        try? Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
