extension String {
    /// No wider than `columns`; what is cut ends in `…`.
    func cut(to columns: Int) -> String {
        guard Glyphs.width(self) > columns else { return self }
        guard columns > 0 else { return "" }
        var text = ""
        var width = 0
        for character in self {
            width += Glyphs.width(character)
            if width > columns - 1 { break }
            text.append(character)
        }
        return text + "…"
    }
}
