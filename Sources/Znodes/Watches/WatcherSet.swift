import HashTreeCollections

/// The connections that watch one path: at least one.
///
/// Nearly every path has a single watcher, who is kept without a set: a server may hold a million watches.
struct WatcherSet: Hashable, Sendable {
    /// The watcher when there is only one, else 0: equal sets must be equal field by field.
    private var lone: Int64
    private var many: Shared<TreeSet<Int64>>?

    init(_ watcher: Int64) { lone = watcher }

    var count: Int { many?.value.count ?? 1 }

    /// In the order of their numbers.
    var sorted: [Int64] { many?.value.sorted() ?? [lone] }

    mutating func insert(_ watcher: Int64) {
        if many != nil {
            many?.value.insert(watcher)
        } else if watcher != lone {
            many = Shared([lone, watcher])
            lone = 0
        }
    }

    /// Takes away one of several watchers; the last one goes with the whole set.
    mutating func remove(_ watcher: Int64) {
        many?.value.remove(watcher)
        guard let rest = many?.value, rest.count == 1, let last = rest.first else { return }
        lone = last
        many = nil
    }
}
