import Picture

/// Text in DOT's syntax, a byte after the other.
extension DotWriter {
    mutating func put(_ text: StaticString) {
        unsafe bytes.append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// A quoted string; what would end it or start a new line is escaped, backslashes are doubled.
    mutating func quote(_ text: String, breakingLines: Text.Alignment = .center) {
        let newline: StaticString =
            switch breakingLines {
            case .center: "\\n"
            case .left: "\\l"
            case .right: "\\r"
            }
        var lines = 1
        bytes.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22: put("\\\"")
            case 0x5C: put("\\\\")
            case 0x26: put("&amp;")
            case 0x0A:
                put(newline)
                lines += 1
            case 0..<0x20, 0x7F: bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        // An escape justifies the line before it, so the last line of several needs one too.
        if lines > 1 && breakingLines != .center { put(newline) }
        bytes.append(0x22)
    }

    mutating func integer(_ value: Int) {
        if value >= 10 { integer(value / 10) }
        bytes.append(0x30 + UInt8(value % 10))
    }

    /// In tenths.
    mutating func number(_ value: Double) {
        var tenths = Int((value * 10).rounded())
        if tenths < 0 {
            bytes.append(0x2D)
            tenths = -tenths
        }
        integer(tenths / 10)
        if tenths % 10 != 0 {
            bytes.append(0x2E)
            bytes.append(0x30 + UInt8(tenths % 10))
        }
    }

    mutating func thousandths(_ value: Double) {
        let whole = Int((value * 1000).rounded())
        integer(whole / 1000)
        bytes.append(0x2E)
        bytes.append(0x30 + UInt8(whole / 100 % 10))
        bytes.append(0x30 + UInt8(whole / 10 % 10))
        bytes.append(0x30 + UInt8(whole % 10))
    }
}
