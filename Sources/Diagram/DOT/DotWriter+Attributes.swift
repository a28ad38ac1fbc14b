import Picture

/// What elements have in common: places, sizes, colours, words.
extension DotWriter {
    mutating func begin(_ attribute: StaticString, _ point: Point) {
        count += 1
        put("  n")
        integer(count)
        put(" [")
        put(attribute)
        put("=\"")
        place(point)
        put("\"")
    }

    mutating func end(_ identity: Identity?) {
        if let identity {
            if !identity.id.isEmpty {
                put(", id=")
                quote(identity.id)
            }
            if !identity.kind.isEmpty {
                put(", class=")
                quote(identity.kind)
            }
            if !identity.tooltip.isEmpty {
                put(", tooltip=")
                quote(identity.tooltip)
            }
        }
        put("];\n")
    }

    /// Sizes of nodes are in inches, to a thousandth.
    mutating func size(_ width: Double, _ height: Double) {
        put(", width=")
        thousandths(width / 72)
        put(", height=")
        thousandths(height / 72)
    }

    mutating func font(_ text: Text, _ attribute: StaticString = "label") {
        put(", ")
        put(attribute)
        put("=")
        if text.isBold || text.isStruck {
            markup(text)
        } else {
            quote(text.string, breakingLines: text.alignment)
        }
        if text.size != 9 {
            put(", fontsize=")
            number(text.size)
        }
        if text.colour != .black { colour(", fontcolor=", text.colour) }
    }

    /// Bold and struck text need HTML-like labels.
    mutating func markup(_ text: Text) {
        put("<")
        put(text.isBold ? "<B>" : "<S>")
        let newline: StaticString =
            switch text.alignment {
            case .center: "<BR/>"
            case .left: "<BR ALIGN=\"LEFT\"/>"
            case .right: "<BR ALIGN=\"RIGHT\"/>"
            }
        var lines = 1
        for byte in text.string.utf8 {
            switch byte {
            case 0x26: put("&amp;")
            case 0x3C: put("&lt;")
            case 0x3E: put("&gt;")
            case 0x0A:
                put(newline)
                lines += 1
            case 0..<0x20, 0x7F: put(" ")
            default: bytes.append(byte)
            }
        }
        if lines > 1 && text.alignment != .center { put(newline) }
        put(text.isBold ? "</B>" : "</S>")
        put(">")
    }

    mutating func colour(_ attribute: StaticString, _ colour: Colour) {
        put(attribute)
        put("\"")
        put(colour.hex)
        put("\"")
    }

    mutating func place(_ point: Point) {
        number(point.x)
        put(",")
        number(height - point.y)
    }
}
