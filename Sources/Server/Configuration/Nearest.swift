/// The known word that a mistyped one most likely meant, or nil if none is near: up to a third of its
/// letters changed, added or lost.
func nearest(to word: String, among known: [String]) -> String? {
    let typed = Array(word.lowercased().utf8)
    let ranked = known.map { ($0, distance(typed, Array($0.lowercased().utf8))) }
    guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= max(1, typed.count / 3) else {
        return nil
    }
    return best.0
}

private func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (i, letter) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, other) in right.enumerated() {
            let changed = diagonal + (letter == other ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(changed, diagonal + 1, row[j] + 1)
        }
    }
    return row[right.count]
}
