public import Picture

/// A drawn figure.
public struct Drawing: Hashable, Sendable {
    public var bytes: [UInt8]
    /// What Graphviz found odd, and whether a PNG had to be made smaller; empty when all is well.
    public var warnings: [String]
}

/// Draws a figure.
///
/// - Parameter scale: of a PNG, in pixels a point; ignored by the other formats.
public func render(
    _ figure: Figure, _ format: Format, scale: Double = 4.0 / 3
) throws(DiagramError) -> [UInt8] {
    try draw(figure, format, scale: scale).bytes
}

/// Draws a figure, and says what was odd about it.
public func draw(
    _ figure: Figure, _ format: Format, scale: Double = 4.0 / 3
) throws(DiagramError) -> Drawing {
    switch format {
    case .dot: return Drawing(bytes: figure.dotBytes(), warnings: [])
    case .pdf: return try graphviz(figure.dotBytes(), "pdf")
    case .svg:
        var drawing = try graphviz(figure.dotBytes(), "svg")
        drawing.bytes = SVG.named(drawing.bytes, title: figure.title, description: figure.alt)
        return drawing
    case .png:
        let fitted = try PNG.scale(of: figure, wanted: scale)
        var drawing = try graphviz(figure.dotBytes(dpi: fitted * 72), "png")
        if fitted < scale {
            let percent = Int((fitted / scale * 100).rounded())
            drawing.warnings.append(
                "drawn at \(percent) % of its size: a PNG has at most \(PNG.limit) pixels a side")
        }
        return drawing
    }
}

private func graphviz(_ dot: [UInt8], _ format: String) throws(DiagramError) -> Drawing {
    let drawn = try Graphviz.draw(dot, as: format)
    return Drawing(
        bytes: drawn.bytes, warnings: drawn.warnings.isEmpty ? [] : [drawn.warnings])
}

/// What Graphviz makes of text that is there already, as SVG; for tests of its errors.
package func renderDOT(_ dot: String) throws(DiagramError) -> [UInt8] {
    try Graphviz.draw(Array(dot.utf8), as: "svg").bytes
}
