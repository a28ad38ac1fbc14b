/// The places of a tree, by number and by path. Copies share structure.
///
/// A hash table with a chain of places for each bucket. It grows by linear hashing: whenever there are more places
/// than buckets, one bucket is split. So no create ever waits for the whole table to be built anew, and a copy that
/// is kept for a snapshot shares all but what has changed since. It never shrinks: places that were left are used
/// again.
struct PlaceTable: Sendable {
    typealias Number = Place.Number

    /// The way to a place, with what tells most others apart from it: to pass a place by costs no look at it.
    private struct Link: Sendable {
        /// Zero, which is the root's number, for nobody.
        var number: Number
        /// The tag of that place's path.
        var tag: PathTag

        static let none = Link(number: 0, tag: .none)
    }

    private var places = Slab<Place>()
    /// For each place, the way to the next one in its bucket, or to the next vacant one.
    private var links = Slab<Link>()
    /// The way to the first place of each bucket.
    private var heads = Slab<Link>()
    /// The place that was left last; zero for none.
    private var vacant: Number = 0
    private(set) var count = 1

    /// A table of nothing but the root, which is in no bucket.
    init(root: Place) {
        _ = places.append(root)
        _ = links.append(.none)
        _ = heads.append(.none)
    }

    subscript(number: Number) -> Place {
        _read { yield places[number] }
        _modify { yield &places[number] }
    }

    func look<Result>(at number: Number, _ body: (UnsafePointer<Place>) -> Result) -> Result {
        places.look(at: number, body)
    }

    func number(of path: ZnodePath) -> Number? {
        path.isRoot ? 0 : numberBelowRoot(of: path)
    }

    func path(of number: Number) -> ZnodePath {
        var names: [String] = []
        var number = number
        while number != 0 {
            names.append(places[number].name)
            number = places[number].parent
        }
        return ZnodePath("/" + names.reversed().joined(separator: "/"))
    }

    /// Adds a node, at the number that was left last or at a new one; nil when there is one with this path.
    ///
    /// - Parameter parent: where the path without its last component stands; a slash and a name follow it in the path.
    mutating func add(_ node: Znode, at path: ZnodePath, below parent: Number) -> Number? {
        guard numberBelowRoot(of: path) == nil else { return nil }
        let place = Place(node, called: path.name, below: parent)
        count += 1
        if count > heads.count { split() }
        let bucket = bucket(of: path.tag)
        let next = heads[bucket]
        let number: Number
        if vacant == 0 {
            number = places.append(place)
            _ = links.append(next)
        } else {
            number = vacant
            vacant = links[number].number
            places[number] = place
            links[number] = next
        }
        heads[bucket] = Link(number: number, tag: path.tag)
        return number
    }

    /// - Parameter path: the node's, which has no place any more.
    mutating func remove(_ number: Number, at path: ZnodePath) {
        precondition(number != 0, "the root stays")
        unlink(number, from: bucket(of: path.tag))
        places[number] = .vacant
        links[number] = Link(number: vacant, tag: .none)
        vacant = number
        count -= 1
    }

    private func numberBelowRoot(of path: ZnodePath) -> Number? {
        var link = heads[bucket(of: path.tag)]
        while link.number != 0 {
            if link.tag == path.tag, stands(link.number, at: path) { return link.number }
            link = links[link.number]
        }
        return nil
    }

    /// Compares the names from the last to the first.
    private func stands(_ number: Number, at path: ZnodePath) -> Bool {
        path.withBytes { bytes in
            var (number, end) = (number, bytes.count)
            while number != 0 {
                guard let slash = places[number].slash(before: end, in: bytes) else { return false }
                number = places[number].parent
                end = slash
            }
            return end == 0
        }
    }

    /// With n bits for the number of the last bucket, the lower n bits of the tag say the bucket, or n - 1 bits where
    /// that one does not exist yet.
    private func bucket(of tag: PathTag) -> Number {
        let last = heads.count - 1
        let mask = last == 0 ? 0 : UInt32.max >> UInt32(last.leadingZeroBitCount)
        let bucket = tag.bits & mask
        return bucket > last ? bucket & (mask >> 1) : bucket
    }

    /// Adds a bucket, and moves there what now belongs there.
    private mutating func split() {
        let added = heads.append(.none)
        let parted = added & ~(1 << UInt32(added.bitWidth - 1 - added.leadingZeroBitCount))
        var link = heads[parted]
        while link.number != 0 {
            let next = links[link.number]
            if bucket(of: link.tag) == added {
                unlink(link.number, from: parted)
                links[link.number] = heads[added]
                heads[added] = link
            }
            link = next
        }
    }

    private mutating func unlink(_ number: Number, from bucket: Number) {
        let next = links[number]
        var before = heads[bucket].number
        if before == number {
            heads[bucket] = next
            return
        }
        while links[before].number != number { before = links[before].number }
        links[before] = next
    }
}
