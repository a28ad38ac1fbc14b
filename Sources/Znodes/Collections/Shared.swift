/// A value in a box of its own, copied only when it changes while someone else holds it too.
///
/// What moves or copies it moves or copies one reference, however large the value is: the entries of a
/// `TreeDictionary`, or the payload of an enum, which is moved out and back to be changed in place. (Sendable unchecked:
/// a box that two values hold is never written to.)
public struct Shared<Value: Sendable>: @unchecked Sendable {
    @usableFromInline
    final class Box {
        // Nobody but its holder reaches it, and who holds it is checked.
        @usableFromInline @exclusivity(unchecked) var value: Value
        @inlinable init(_ value: Value) { self.value = value }
    }

    @usableFromInline var box: Box

    @inlinable public init(_ value: Value) { box = Box(value) }

    @inlinable public var value: Value {
        _read { yield box.value }
        _modify {
            if !isKnownUniquelyReferenced(&box) { box = Box(box.value) }
            yield &box.value
        }
    }
}

extension Shared: Equatable where Value: Equatable {
    public static func == (left: Self, right: Self) -> Bool {
        left.box === right.box || left.value == right.value
    }
}

extension Shared: Hashable where Value: Hashable {
    public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
