/// What Graphviz leaves out of an SVG: a title and a description for people who cannot see it.
enum SVG {
    static func named(_ bytes: [UInt8], title: String, description: String) -> [UInt8] {
        // Behind the end of the opening tag; Graphviz writes `<svg …>` once.
        guard let start = position(of: "<svg", in: bytes),
            let end = bytes[start...].firstIndex(of: UInt8(ascii: ">"))
        else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + description.utf8.count + 128)
        result += bytes[..<start]
        result += "<svg role=\"img\" aria-labelledby=\"zs-title zs-desc\"".utf8
        result += bytes[(start + 4)...end]
        result += "\n<title id=\"zs-title\">".utf8
        result += escaped(title)
        result += "</title>\n<desc id=\"zs-desc\">".utf8
        result += escaped(description)
        result += "</desc>".utf8
        result += bytes[(end + 1)...]
        return result
    }

    private static func position(of word: StaticString, in bytes: [UInt8]) -> Int? {
        let wanted = Array("\(word)".utf8)
        return bytes.indices.first { bytes[$0...].starts(with: wanted) }
    }

    private static func escaped(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x26: result += "&amp;".utf8
            case 0x3C: result += "&lt;".utf8
            case 0x3E: result += "&gt;".utf8
            case 0..<0x20 where byte != 0x0A: result.append(0x20)
            default: result.append(byte)
            }
        }
        return result
    }
}
