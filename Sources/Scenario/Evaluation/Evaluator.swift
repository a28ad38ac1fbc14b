/// Follows a run and keeps the answer to one predicate, at a cost per step that does not grow.
///
/// A predicate has two readings. *So far*: an event counts once it has happened since the evaluator was
/// made; this serves `run until`, `expect`, predictions and goals. *Now*: an event counts in the very
/// step in which it happens; this serves notes, breakpoints and search. A condition is read after the step
/// in both.
public struct Evaluator: Sendable {
    public let predicate: Predicate
    private var keys: [Key] = []
    private var counts: [Int64] = []
    /// Where each matched in the step fed last.
    private var places: [[MatchPlace]] = []

    private struct Key: Hashable {
        var pattern: Pattern
        var world: String
    }

    public init(_ predicate: Predicate) {
        self.predicate = predicate
        collect(predicate)
        counts = keys.map { _ in 0 }
        places = keys.map { _ in [] }
    }

    /// Takes note of the last step of this view.
    public mutating func feed(_ view: RunView, world: String = Predicate.mainWorld) {
        for index in keys.indices {
            guard keys[index].world == world else {
                places[index] = []
                continue
            }
            places[index] = keys[index].pattern.matches(in: view)
            counts[index] += Int64(places[index].count)
        }
    }

    /// The reading *so far*.
    public func happened(in worlds: Worlds) -> Bool { truth(of: predicate, in: worlds, now: false) }

    /// The reading *now*, at the step fed last.
    public func holdsNow(in worlds: Worlds) -> Bool { truth(of: predicate, in: worlds, now: true) }

    /// Where in the step fed last the first pattern that matched did so.
    public var place: MatchPlace? { places.lazy.compactMap(\.first).first }

    // MARK: Patterns

    private mutating func collect(_ predicate: Predicate) {
        switch predicate {
        case .pattern(let pattern, let world): add(pattern, world)
        case .condition(let condition, let world):
            for term in condition.terms {
                if case .countOfPattern(let pattern) = term.subject {
                    add(pattern, term.world ?? world)
                }
            }
        case .not(let inner): collect(inner)
        case .and(let left, let right), .or(let left, let right):
            collect(left)
            collect(right)
        }
    }

    private static func key(_ pattern: Pattern, _ world: String?) -> Key {
        var pattern = pattern
        pattern.ordinal = nil
        return Key(pattern: pattern, world: world ?? Predicate.mainWorld)
    }

    private mutating func add(_ pattern: Pattern, _ world: String?) {
        let key = Self.key(pattern, world)
        if !keys.contains(key) { keys.append(key) }
    }

    func count(of pattern: Pattern, in world: String?) -> Int64 {
        keys.firstIndex(of: Self.key(pattern, world)).map { counts[$0] } ?? 0
    }

    /// Whether the step fed last holds the event meant: any, or the one of the pattern's number.
    private func matchedNow(_ pattern: Pattern, in world: String?) -> Bool {
        guard let index = keys.firstIndex(of: Self.key(pattern, world)) else { return false }
        let now = Int64(places[index].count)
        guard let ordinal = pattern.ordinal else { return now > 0 }
        return counts[index] - now < ordinal && ordinal <= counts[index]
    }

    // MARK: Truth

    private func truth(of predicate: Predicate, in worlds: Worlds, now: Bool) -> Bool {
        switch predicate {
        case .pattern(let pattern, let world):
            if now { return matchedNow(pattern, in: world) }
            return count(of: pattern, in: world) >= pattern.ordinal ?? 1
        case .condition(let condition, let world):
            return holds(condition, world: world, in: worlds)
        case .not(let inner): return !truth(of: inner, in: worlds, now: now)
        case .and(let left, let right):
            return truth(of: left, in: worlds, now: now) && truth(of: right, in: worlds, now: now)
        case .or(let left, let right):
            return truth(of: left, in: worlds, now: now) || truth(of: right, in: worlds, now: now)
        }
    }
}
