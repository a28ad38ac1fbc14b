/// Values, each at a number of its own from 0 on. Copies share structure.
///
/// A value is found by its number in three steps, without a key to compare. A change copies what is shared
/// with another slab on the way to it: a leaf of some kilobytes, 64 references to such leaves, and one reference
/// for each such branch.
struct Slab<Value: Sendable>: Sendable {
    typealias Number = UInt32

    private typealias Leaf = [Value]
    private typealias Branch = [Leaf]

    private var branches: [Branch] = []
    private(set) var count: Number = 0

    subscript(number: Number) -> Value {
        _read { yield branches[Self.branch(number)][Self.leaf(number)][Self.place(number)] }
        _modify { yield &branches[Self.branch(number)][Self.leaf(number)][Self.place(number)] }
    }

    /// Lends a value where it stands. (What the subscript lends to a closure is a copy.)
    func look<Result>(at number: Number, _ body: (UnsafePointer<Value>) -> Result) -> Result {
        branches[Self.branch(number)][Self.leaf(number)].withUnsafeBufferPointer { leaf in
            precondition(
                Self.place(number) < leaf.count, "there is a value at each number given out")
            return body(leaf.baseAddress! + Self.place(number))
        }
    }

    /// The number at which the value stands from now on.
    mutating func append(_ value: Value) -> Number {
        let number = count
        let (branch, leaf) = (Self.branch(number), Self.leaf(number))
        if branch == branches.count { branches.append([]) }
        if leaf == branches[branch].count {
            branches[branch].append([])
            // Most slabs of the simulator never fill their first leaf.
            if count > 0 { branches[branch][leaf].reserveCapacity(1 << Self.leafBits) }
        }
        branches[branch][leaf].append(value)
        count += 1
        return number
    }

    /// Few values, which may hold references to be counted; or many small ones, which are copied as bytes: the
    /// fewer leaves, the more of their headers stay in the caches.
    private static var leafBits: Number { MemoryLayout<Value>.stride > 32 ? 4 : 12 }
    private static var branchBits: Number { 6 }

    private static func branch(_ number: Number) -> Int { Int(number >> (leafBits + branchBits)) }

    private static func leaf(_ number: Number) -> Int {
        Int(number >> leafBits & (1 << branchBits - 1))
    }

    private static func place(_ number: Number) -> Int { Int(number & (1 << leafBits - 1)) }
}
