/// The known word that a mistyped one most likely meant, or nil if none is near.
///
/// Near is up to a third of the letters changed, added, lost or swapped; of equally near words the first
/// one given wins.
public func nearest(to word: String, among known: [String]) -> String? {
    let typed = Array(word.lowercased())
    let limit = max(1, typed.count / 3)
    var best: (word: String, distance: Int)?
    for candidate in known {
        let distance = editDistance(typed, Array(candidate.lowercased()))
        if distance <= limit && distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other.
func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var older: [Int] = []
    var previous = Array(0...right.count)
    for (i, letter) in left.enumerated() {
        var row = [i + 1]
        for (j, other) in right.enumerated() {
            var cost = min(
                previous[j + 1] + 1, row[j] + 1, previous[j] + (letter == other ? 0 : 1))
            if i > 0 && j > 0 && letter == right[j - 1] && left[i - 1] == other {
                cost = min(cost, older[j - 1] + 1)
            }
            row.append(cost)
        }
        older = previous
        previous = row
    }
    return previous[right.count]
}
