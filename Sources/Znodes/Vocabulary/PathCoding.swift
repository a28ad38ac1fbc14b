import Jute

extension JuteReader {
    /// A path. Null is none: whoever sends it did not mean the root, which may be left empty.
    mutating func path() throws(JuteError) -> ZnodePath {
        guard let text = try string() else { throw .malformed("a path is null") }
        return ZnodePath(text)
    }

    /// A list of paths, nil for null.
    mutating func paths() throws(JuteError) -> [ZnodePath]? {
        try vector { (reader) throws(JuteError) in try reader.path() }
    }

    /// A list of paths that must be there.
    mutating func pathList() throws(JuteError) -> [ZnodePath] {
        guard let paths = try paths() else { throw .malformed("a list of paths is null") }
        return paths
    }

    /// Whether a null string comes next; nothing is read.
    var isAtNull: Bool {
        var ahead = self
        return (try? ahead.int()) == -1
    }
}

extension JuteWriter {
    mutating func paths(_ paths: [ZnodePath]?) {
        vector(paths) { $0.string($1.text) }
    }
}
