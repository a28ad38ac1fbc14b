/// Two things of a figure that stand on each other although they must not.
public struct Overlap: Hashable, Sendable, CustomStringConvertible {
    public enum Pair: String, Hashable, Sendable {
        case labelOnLabel, labelOnBar, labelOnPanel, labelOnArrowhead, labelOnMark, labelOutside
    }

    public var pair: Pair
    /// The label's text.
    public var label: String
    /// The other label's text, or what is covered.
    public var other: String
    public var at: Rect

    public var description: String {
        "\(pair): “\(label)” and “\(other)” at \(Int(at.left)),\(Int(at.top))"
    }
}

extension Figure {
    /// Every label that stands on another label, a bar, a panel, an arrowhead or a mark, or outside the
    /// figure. A good figure has none; letters that lie inside their own mark or box are its own.
    public func overlaps() -> [Overlap] {
        struct Thing {
            var rect: Rect
            var pair: Overlap.Pair
            var name: String
        }
        var things: [Thing] = []
        var texts: [(rect: Rect, name: String)] = []
        for label in labels { texts.append((label.rect, label.text.string)) }
        for mark in marks {
            // A token's name stands inside it, and the token inside its state.
            if let label = mark.label, mark.shape != .token {
                texts.append((label.rect, label.text.string))
            }
            things.append(
                Thing(rect: mark.rect, pair: .labelOnMark, name: mark.identity?.id ?? "mark"))
        }
        for line in lines {
            if let label = line.label { texts.append((label.rect, label.text.string)) }
            if let head = line.headRect {
                things.append(
                    Thing(
                        rect: head, pair: .labelOnArrowhead, name: line.identity?.id ?? "arrow"))
            }
        }
        for box in boxes where box.role != .ground {
            things.append(
                Thing(
                    rect: box.rect, pair: box.role == .bar ? .labelOnBar : .labelOnPanel,
                    name: box.identity?.id ?? box.text?.string ?? "box"))
        }
        // From top to bottom, so that only neighbours are compared.
        texts.sort { ($0.rect.top, $0.rect.left, $0.name) < ($1.rect.top, $1.rect.left, $1.name) }
        var overlaps: [Overlap] = []
        let page = Rect(left: 0, top: 0, right: width, bottom: height)
        for (index, text) in texts.enumerated() {
            let core = text.rect.insetBy(0.25)
            if core.left < page.left || core.top < page.top || core.right > page.right
                || core.bottom > page.bottom
            {
                overlaps.append(
                    Overlap(pair: .labelOutside, label: text.name, other: "the page", at: core))
            }
            for other in texts[(index + 1)...] {
                if other.rect.top >= text.rect.bottom { break }
                if core.overlaps(other.rect.insetBy(0.25)) {
                    overlaps.append(
                        Overlap(
                            pair: .labelOnLabel, label: text.name, other: other.name, at: core))
                }
            }
            for thing in things where core.overlaps(thing.rect) {
                overlaps.append(
                    Overlap(pair: thing.pair, label: text.name, other: thing.name, at: core))
            }
        }
        return overlaps
    }
}
