/// A question about a run, answered from its trace alone. `Lessons/LANGUAGE.md` is its reference.
public indirect enum Predicate: Hashable, Sendable {
    case pattern(Pattern, world: String?)
    case condition(Condition, world: String?)
    case not(Predicate)
    case and(Predicate, Predicate)
    case or(Predicate, Predicate)

    /// The world meant where none is named.
    public static let mainWorld = "main"

    /// The named worlds it looks at.
    public var worlds: [String] {
        switch self {
        case .pattern(_, let world): world.map { [$0] } ?? []
        case .condition(let condition, let world):
            (world.map { [$0] } ?? []) + condition.terms.compactMap(\.world)
        case .not(let inner): inner.worlds
        case .and(let left, let right), .or(let left, let right): left.worlds + right.worlds
        }
    }

    /// Whether it asks for an event at all, or only for how things stand.
    public var hasPattern: Bool {
        switch self {
        case .pattern: true
        case .condition: false
        case .not(let inner): inner.hasPattern
        case .and(let left, let right), .or(let left, let right):
            left.hasPattern || right.hasPattern
        }
    }
}
