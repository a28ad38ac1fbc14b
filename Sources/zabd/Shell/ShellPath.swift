import Znodes

extension ZnodePath {
    /// A path that was typed. What no node can be called is refused before a server is asked, in the
    /// words of ZooKeeper's client (`PathUtils.validatePath`).
    init(typed text: String) throws(ShellError) {
        self.init(text)
        if text.utf8.first != UInt8(ascii: "/") {
            throw ShellError(
                text.isEmpty ? "Path length must be > 0" : "Path must start with / character")
        }
        if isRoot { return }
        if text.utf8.last == UInt8(ascii: "/") {
            throw ShellError("Path must not end with / character")
        }
        if let reason = Self.reason(in: text) {
            throw ShellError("Invalid path string \"\(text)\" caused by \(reason)")
        }
        if validate() != nil { throw ShellError("Invalid path string \"\(text)\"") }
    }

    private static func reason(in text: String) -> String? {
        let units = Array(text.utf16)
        var start = 1
        for index in 1...units.count {
            if index < units.count, units[index] != 0x2F {
                switch units[index] {
                case 0: return "null character not allowed @\(index)"
                case 1...0x1F, 0x7F...0x9F, 0xD800...0xF8FF, 0xFFF0...:
                    return "invalid character @\(index)"
                default: continue
                }
            }
            let name = units[start..<index]
            if name.isEmpty { return "empty node name specified @\(index)" }
            if name.elementsEqual([0x2E]) || name.elementsEqual([0x2E, 0x2E]) {
                return "relative paths not allowed @\(index - 1)"
            }
            start = index + 1
        }
        return nil
    }
}
