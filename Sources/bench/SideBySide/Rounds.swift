/// A figure of each of two servers, taken by turns: one of each a round.
///
/// What is quoted are medians, of the figures and of the rounds' ratios. The machine's speed changes from minute to minute,
/// by more than some of what is compared; the two turns of a round stand side by side.
struct Rounds {
    private var figures: [[Double]] = [[], []]

    /// - Parameter server: 0 or 1.
    mutating func add(_ figure: Double, of server: Int) { figures[server].append(figure) }

    func median(of server: Int) -> Double { Self.median(figures[server]) }

    /// The second server's figure by the first one's.
    var ratio: Double { Self.median(zip(figures[1], figures[0]).map { $0 / $1 }) }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
