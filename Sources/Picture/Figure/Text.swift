/// Words in one size of the one font, DejaVu Sans Mono. Its letters are all equally wide, so that the
/// room of a text follows from its length alone and is the same on every machine.
public struct Text: Hashable, Sendable {
    /// How the lines of one text stand to each other.
    public enum Alignment: Hashable, Sendable { case left, center, right }

    /// May have several lines.
    public var string: String
    /// Of the font, in points.
    public var size: Double
    public var colour: Colour
    public var isBold: Bool
    /// Drawn with a line through it.
    public var isStruck: Bool
    public var alignment: Alignment

    public init(
        _ string: String, size: Double = 9, colour: Colour = .ink, isBold: Bool = false,
        isStruck: Bool = false, alignment: Alignment = .center
    ) {
        self.string = string
        self.size = size
        self.colour = colour
        self.isBold = isBold
        self.isStruck = isStruck
        self.alignment = alignment
    }

    /// The advance of one letter and the height of a line, in sizes of the font.
    static let advance = 0.602
    static let leading = 1.17

    public var width: Double { Double(Text.columns(string)) * Text.advance * size }
    public var height: Double { Double(Text.rows(string)) * Text.leading * size }

    /// The letters of the longest line.
    static func columns(_ string: String) -> Int {
        var longest = 0
        var current = 0
        for byte in string.utf8 {
            if byte == 0x0A {
                longest = max(longest, current)
                current = 0
            } else if byte & 0xC0 != 0x80 {
                current += 1
            }
        }
        return max(longest, current)
    }

    /// One line, cut off with an ellipsis where it would be wider than this, in points.
    func fitted(to width: Double) -> Text {
        let room = Int(width / (Text.advance * size))
        guard Text.columns(string) > room else { return self }
        var text = self
        text.string = String(string.prefix(max(0, room - 1))) + "…"
        return text
    }

    static func rows(_ string: String) -> Int {
        var rows = 1
        for byte in string.utf8 where byte == 0x0A { rows += 1 }
        return rows
    }
}

/// A text in its place.
public struct Label: Hashable, Sendable {
    public var text: Text
    public var center: Point
    /// The colour of a plate behind the text, where a line would run through it.
    public var plate: Colour?

    public init(_ text: Text, at center: Point, plate: Colour? = nil) {
        self.text = text
        self.center = center
        self.plate = plate
    }

    public var rect: Rect { Rect(center: center, width: text.width, height: text.height) }
}
