/// Finds room for labels: what is in the way, and how bad a place is.
///
/// Things are kept in horizontal slices, so that a question looks only at its neighbourhood.
struct LabelPlacer {
    private struct Segment {
        var from: Point
        var to: Point
    }

    private static let slice = 32.0
    private var rects: [Rect] = []
    private var segments: [Segment] = []
    private var rectsBySlice: [[Int32]]
    private var segmentsBySlice: [[Int32]]
    private let bounds: Rect

    init(bounds: Rect) {
        self.bounds = bounds
        let count = Int(bounds.bottom / LabelPlacer.slice) + 2
        rectsBySlice = Array(repeating: [], count: count)
        segmentsBySlice = Array(repeating: [], count: count)
    }

    private func slices(_ top: Double, _ bottom: Double) -> ClosedRange<Int> {
        let last = rectsBySlice.count - 1
        let first = min(last, max(0, Int(top / LabelPlacer.slice)))
        return first...min(last, max(first, Int(bottom / LabelPlacer.slice)))
    }

    /// Nothing may be put here any more.
    mutating func block(_ rect: Rect) {
        for slice in slices(rect.top, rect.bottom) {
            rectsBySlice[slice].append(Int32(rects.count))
        }
        rects.append(rect)
    }

    /// A line, which labels avoid where they can.
    mutating func avoid(from: Point, to: Point) {
        for slice in slices(min(from.y, to.y), max(from.y, to.y)) {
            segmentsBySlice[slice].append(Int32(segments.count))
        }
        segments.append(Segment(from: from, to: to))
    }

    /// Nil when the place is taken; else how many lines would run through it.
    func lines(through rect: Rect, atMost limit: Int) -> Int? {
        if rect.left < bounds.left || rect.top < bounds.top || rect.bottom > bounds.bottom {
            return nil
        }
        let range = slices(rect.top, rect.bottom)
        for slice in range {
            for index in rectsBySlice[slice] where rects[Int(index)].overlaps(rect) { return nil }
        }
        var crossings = 0
        for slice in range {
            for index in segmentsBySlice[slice] {
                let segment = segments[Int(index)]
                if rect.isCrossed(from: segment.from, to: segment.to) {
                    crossings += 1
                    if crossings > limit { return crossings }
                }
            }
        }
        return crossings
    }
}
