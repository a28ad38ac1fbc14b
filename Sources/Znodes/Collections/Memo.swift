/// What was found last, kept to save looking for it again. It says nothing about the value that holds it, so all are
/// equal.
public struct Memo<Value: Sendable>: Hashable, Sendable {
    public var value: Value?

    @inlinable public init() {}

    @inlinable public static func == (left: Self, right: Self) -> Bool { true }
    @inlinable public func hash(into hasher: inout Hasher) {}
}
