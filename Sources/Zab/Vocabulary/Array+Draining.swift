extension Array {
    /// Takes out one element after another, in order, and keeps the room. Each is moved; a loop over them would copy it.
    @inlinable
    package mutating func drain(_ body: (consuming Element) -> Void) {
        if count > 1 { reverse() }
        while !isEmpty { body(removeLast()) }
    }
}
