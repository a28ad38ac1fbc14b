/// The runs that a predicate can see, by the name of their world.
public struct Worlds: Sendable {
    private var views: [(name: String, view: RunView)]

    public init(main: RunView, named others: [(name: String, view: RunView)] = []) {
        views = [(Predicate.mainWorld, main)] + others
    }

    public subscript(name: String) -> RunView? {
        views.first { $0.name == name }?.view
    }
}
