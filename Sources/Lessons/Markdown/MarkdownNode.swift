import CCommonMark

/// A block of a Markdown page with the lines it stands on (GitHub's dialect, read by libcmark-gfm).
struct MarkdownNode {
    enum Kind: Hashable {
        case heading(Int)
        case paragraph, quote, list, html, code, other
    }

    var kind: Kind
    /// From 1.
    var firstLine: Int
    var lastLine: Int
    /// The text of code and HTML as it is written, else as plain text.
    var text: String
    /// What stands behind the opening fence; nil for code without one.
    var info: String?
    /// The items of a list as plain text.
    var items: [String] = []

    /// The top-level blocks of a page.
    static func blocks(of text: String) -> [MarkdownNode] {
        cmark_gfm_core_extensions_ensure_registered()
        let options = CMARK_OPT_DEFAULT
        guard let parser = cmark_parser_new(options) else { return [] }
        defer { cmark_parser_free(parser) }
        for name in ["table", "strikethrough"] {
            if let table = cmark_find_syntax_extension(name) {
                cmark_parser_attach_syntax_extension(parser, table)
            }
        }
        cmark_parser_feed(parser, text, text.utf8.count)
        guard let document = cmark_parser_finish(parser) else { return [] }
        defer { cmark_node_free(document) }
        return children(of: document).map(MarkdownNode.init)
    }

    private init(_ node: OpaquePointer) {
        firstLine = Int(cmark_node_get_start_line(node))
        lastLine = Int(cmark_node_get_end_line(node))
        text = Self.plain(node)
        switch cmark_node_get_type(node) {
        case CMARK_NODE_HEADING: kind = .heading(Int(cmark_node_get_heading_level(node)))
        case CMARK_NODE_PARAGRAPH: kind = .paragraph
        case CMARK_NODE_BLOCK_QUOTE: kind = .quote
        case CMARK_NODE_LIST:
            kind = .list
            items = Self.children(of: node).map { item in
                Self.children(of: item).map(Self.plain).joined(separator: " ")
            }
        case CMARK_NODE_HTML_BLOCK:
            kind = .html
            text = Self.literal(node)
        case CMARK_NODE_CODE_BLOCK:
            kind = .code
            text = Self.literal(node)
            var length: CInt = 0
            var offset: CInt = 0
            var character: CChar = 0
            if cmark_node_get_fenced(node, &length, &offset, &character) != 0 {
                info = cmark_node_get_fence_info(node).map { String(cString: $0) }
            }
        default: kind = .other
        }
    }

    private static func children(
        of node: OpaquePointer
    ) -> [OpaquePointer] {
        var children: [OpaquePointer] = []
        var next = cmark_node_first_child(node)
        while let child = next {
            children.append(child)
            next = cmark_node_next(child)
        }
        return children
    }

    private static func literal(_ node: OpaquePointer) -> String {
        cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
    }

    private static func plain(_ node: OpaquePointer) -> String {
        // Soft breaks of the source do not matter: whoever shows the text wraps it anew.
        let options = CMARK_OPT_DEFAULT | CMARK_OPT_NOBREAKS
        guard let rendered = cmark_render_plaintext(node, options, 0) else { return "" }
        defer { cmark_get_default_mem_allocator().pointee.free(rendered) }
        var text = String(cString: rendered)
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }
}
