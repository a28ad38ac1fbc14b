/// The places of a tree, by number and by path. Copies share structure.
///
/// A hash table with a chain of places for each bucket. It grows by linear hashing: whenever there are more places
/// than buckets, one bucket is split. So no create ever waits for the whole table to be built anew, and a copy that
/// is kept for a snapshot shares all but what has changed since. It never shrinks: places that were left are used
/// again.
struct PlaceTable: Sendable {
    typealias Number = Place.Number

    /// What a chain needs of a place, apart from it: to pass a place by costs no look at it.
    private struct Link: Sendable {
        /// Bits of the path's hash.
        var tag: UInt32
        /// The next place in the bucket, or the next vacant one; zero for none.
        var next: Number
    }

    private var places = Slab<Place>()
    private var links = Slab<Link>()
    /// The first place of each bucket; zero, which is the root's number, for none.
    private var heads = Slab<Number>()
    /// The place that was left last; zero for none.
    private var vacant: Number = 0
    private(set) var count = 1

    /// A table of nothing but the root, which is in no bucket.
    init(root: Place) {
        _ = places.append(root)
        _ = links.append(Link(tag: 0, next: 0))
        _ = heads.append(0)
    }

    subscript(number: Number) -> Place {
        _read { yield places[number] }
        _modify { yield &places[number] }
    }

    func number(of path: ZnodePath) -> Number? {
        path.isRoot ? 0 : number(of: path, tag: Self.tag(of: path))
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
        let tag = Self.tag(of: path)
        guard number(of: path, tag: tag) == nil else { return nil }
        let place = Place(node, called: path.name, below: parent)
        count += 1
        if count > heads.count { split() }
        let bucket = bucket(of: tag)
        let link = Link(tag: tag, next: heads[bucket])
        let number: Number
        if vacant == 0 {
            number = places.append(place)
            _ = links.append(link)
        } else {
            number = vacant
            vacant = links[number].next
            places[number] = place
            links[number] = link
        }
        heads[bucket] = number
        return number
    }

    mutating func remove(_ number: Number) {
        precondition(number != 0, "the root stays")
        let link = links[number]
        unlink(number, from: bucket(of: link.tag), next: link.next)
        places[number] = .vacant
        links[number] = Link(tag: 0, next: vacant)
        vacant = number
        count -= 1
    }

    private func number(of path: ZnodePath, tag: UInt32) -> Number? {
        var number = heads[bucket(of: tag)]
        while number != 0 {
            let link = links[number]
            if link.tag == tag, stands(number, at: path) { return number }
            number = link.next
        }
        return nil
    }

    /// Compares the names from the last to the first.
    private func stands(_ number: Number, at path: ZnodePath) -> Bool {
        path.withBytes { bytes in
            var (number, end) = (number, bytes.count)
            while number != 0 {
                var name = places[number].name
                let start = end - name.utf8.count
                guard start > 0, bytes[start - 1] == ZnodePath.slash else { return false }
                let rest = UnsafeBufferPointer(rebasing: bytes[start..<end])
                let isSame = name.withUTF8 {
                    ZnodePath.commonPrefix($0, rest) == rest.count
                }
                if !isSame { return false }
                number = places[number].parent
                end = start - 1
            }
            return end == 0
        }
    }

    /// Differs from process to process, which keeps clients from choosing paths that share a bucket. Nobody sees
    /// the order that comes of it.
    private static func tag(of path: ZnodePath) -> UInt32 {
        var hasher = Hasher()
        hasher.combine(path)
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }

    /// With n bits for the number of the last bucket, the lower n bits of the tag say the bucket, or n - 1 bits where
    /// that one does not exist yet.
    private func bucket(of tag: UInt32) -> Number {
        let last = heads.count - 1
        let mask = last == 0 ? 0 : UInt32.max >> UInt32(last.leadingZeroBitCount)
        let bucket = tag & mask
        return bucket > last ? bucket & (mask >> 1) : bucket
    }

    /// Adds a bucket, and moves there what now belongs there.
    private mutating func split() {
        let added = heads.append(0)
        let parted = added & ~(1 << UInt32(added.bitWidth - 1 - added.leadingZeroBitCount))
        var number = heads[parted]
        while number != 0 {
            let link = links[number]
            if bucket(of: link.tag) == added {
                unlink(number, from: parted, next: link.next)
                links[number].next = heads[added]
                heads[added] = number
            }
            number = link.next
        }
    }

    private mutating func unlink(_ number: Number, from bucket: Number, next: Number) {
        var before = heads[bucket]
        if before == number {
            heads[bucket] = next
            return
        }
        while links[before].next != number { before = links[before].next }
        links[before].next = next
    }
}
