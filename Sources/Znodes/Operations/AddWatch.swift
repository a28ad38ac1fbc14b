public import Jute

/// Sets a watch that stays when it fires (ZOOKEEPER-1416), on a node that need not be there.
public struct AddWatchRequest: Hashable, Sendable {
    /// The numbers are those of `AddWatchMode`.
    public enum Mode: Int32, Hashable, Sendable, CaseIterable {
        case persistent = 0
        /// For the node and everything below it.
        case persistentRecursive = 1
    }

    public var path: ZnodePath
    /// A `Mode`, or a number that is none and will be refused.
    public var mode: Int32

    public init(_ path: ZnodePath, mode: Mode) {
        self.path = path
        self.mode = mode.rawValue
    }
}

extension AddWatchRequest: ReadRequest {
    /// AddWatchRequest: ustring path; int mode.
    public init(from reader: inout JuteReader) throws(JuteError) {
        // Java takes null as well, and nothing will ever happen to it.
        path = ZnodePath(try reader.string() ?? "")
        mode = try reader.int()
    }

    public func write(to writer: inout JuteWriter) {
        writer.string(path.text)
        writer.int(mode)
    }

    func read(from service: Service, for caller: Caller) -> Outcome {
        watch == nil ? .failure(.marshallingError) : .success(.watchAdded)
    }

    /// The watch that it sets; nil when the mode is none.
    var watch: Watch? {
        switch Mode(rawValue: mode) {
        case .persistent: Watch(.persistent, path)
        case .persistentRecursive: Watch(.persistentRecursive, path)
        case nil: nil
        }
    }

    func watch(after outcome: Outcome) -> Watch? { outcome.code == .ok ? watch : nil }
}

extension AddWatchRequest: CustomStringConvertible {
    public var description: String {
        switch Mode(rawValue: mode) {
        case .persistent: "addWatch -m PERSISTENT \(path)"
        case .persistentRecursive: "addWatch \(path)"
        case nil: "addWatch mode=\(mode) \(path)"
        }
    }
}
