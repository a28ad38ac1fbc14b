import CGraphviz
import Synchronization

/// The one Graphviz of the process. libgvc and libcgraph keep global state, so that two calls at the
/// same time crash; every call holds the lock from parsing to freeing.
@safe struct Graphviz: ~Copyable {
    /// What Graphviz drew, and what it complained about while doing so.
    struct Drawing {
        var bytes: [UInt8]
        var warnings: String
    }

    private static let shared = Mutex(Graphviz())

    /// Made with the first drawing; loading the plug-ins costs some 20 ms once.
    private var context: UnsafeMutableRawPointer?

    private init() { unsafe context = nil }

    static func draw(_ dot: [UInt8], as format: String) throws(DiagramError) -> Drawing {
        try shared.withLock { graphviz throws(DiagramError) in
            try graphviz.draw(dot, as: format)
        }
    }

    private mutating func draw(_ dot: [UInt8], as format: String) throws(DiagramError) -> Drawing {
        if unsafe context == nil { unsafe context = zs_graphviz_open() }
        guard let context = unsafe context else { throw .unavailable }
        var count = 0
        var message: UnsafePointer<CChar>?
        let text = (dot + [0]).map { CChar(bitPattern: $0) }
        let drawn = unsafe zs_graphviz_render(context, text, format, &count, &message)
        let words = unsafe message.map { unsafe String(cString: $0) } ?? ""
        guard let drawn = unsafe drawn else {
            throw .graphviz(words.isEmpty ? "no reason given" : Self.oneLine(words))
        }
        defer { unsafe zs_graphviz_free(drawn) }
        // A node without a place is an error to Graphviz, and yet it draws.
        if words.contains("Error:") { throw .graphviz(Self.oneLine(words)) }
        let bytes = unsafe [UInt8](UnsafeBufferPointer(start: drawn, count: count))
        return Drawing(bytes: bytes, warnings: Self.oneLine(words))
    }

    private static func oneLine(_ words: String) -> String {
        words.split(whereSeparator: \.isNewline).joined(separator: "; ")
    }
}
