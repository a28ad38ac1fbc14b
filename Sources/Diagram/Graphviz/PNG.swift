import Picture

/// How large a PNG may be. Cairo, which paints it, knows no side above 32,767 pixels and would shrink
/// the picture without an error until nobody can read it.
enum PNG {
    static let limit = 32_000

    /// Pixels a point: as wanted, or as many as fit, but never fewer than one.
    static func scale(of figure: Figure, wanted: Double) throws(DiagramError) -> Double {
        // Graphviz adds its padding on each side.
        let side = max(figure.width, figure.height) + 8
        let fitted = min(wanted, Double(limit) / side)
        if fitted < min(1, wanted) {
            throw .tooLarge(
                width: Int(figure.width * wanted), height: Int(figure.height * wanted),
                limit: limit)
        }
        return fitted
    }
}
