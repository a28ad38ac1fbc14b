/// What is foreseen of nodes: a queue, oldest first, in which the newest word on a path is found at one look.
///
/// Each word knows the one before it whose path is in the same bucket, so a word costs its place in the queue and
/// nothing else: a later word hides it, and it is never looked for when it is forgotten.
struct ForeseenNodes: Sendable {
    private struct Word: Hashable, Sendable {
        let zxid: Int64
        let path: ZnodePath
        /// Nil when it will not be there.
        let node: ForeseenNode?
        /// Where the word before it in its bucket stands, if that has not been forgotten yet.
        var previous: Int
    }

    /// A ring: the word at a position is in the slot that its lower bits say.
    private var slots: [Word?] = []
    /// Where the newest word of each bucket stands, if that has not been forgotten yet. There are as many buckets as
    /// slots.
    private var newest: [Int] = []
    /// The position of the oldest word, and the one behind the newest. Both only count up, but for what is taken back.
    private var start = 0
    private var end = 0

    /// What a multi of many thousand operations took is given back behind it.
    private static let keptRoom = 1 << 12

    var count: Int { end - start }

    /// What is foreseen of the node: nothing (nil), or that it will not be there (nil, too, but in a value).
    subscript(path: ZnodePath) -> ForeseenNode?? {
        if count == 0 { return nil }
        var position = newest[slot(path)]
        // Looked at where they stand: a copy of a word is counted.
        return slots.withUnsafeBufferPointer { slots in
            while position >= start {
                let word = slots.baseAddress! + slot(position)
                if word.pointee?.path == path { return word.pointee?.node }
                position = word.pointee?.previous ?? -1
            }
            return nil
        }
    }

    mutating func append(_ node: ForeseenNode?, at path: ZnodePath, zxid: Int64) {
        if count == slots.count { grow() }
        let bucket = slot(path)
        slots[slot(end)] = Word(zxid: zxid, path: path, node: node, previous: newest[bucket])
        newest[bucket] = end
        end += 1
    }

    /// Forgets the oldest words, up to those of that transaction.
    mutating func forget(upTo zxid: Int64) {
        if count == 0 { return }
        let mask = slots.count - 1
        slots.withUnsafeMutableBufferPointer { slots in
            while start < end {
                let oldest = slots.baseAddress! + (start & mask)
                guard let position = oldest.pointee?.zxid, position <= zxid else { return }
                oldest.pointee = nil
                start += 1
            }
        }
        if count == 0, slots.count > Self.keptRoom { self = ForeseenNodes() }
    }

    /// Takes the newest words back, until there are so many.
    mutating func removeLast(downTo count: Int) {
        while self.count > count {
            end -= 1
            guard let word = slots[slot(end)].take() else { preconditionFailure("it has no gaps") }
            newest[slot(word.path)] = word.previous
        }
    }

    private mutating func grow() {
        let words = self.words
        let room = max(8, 2 * words.count)
        slots = Array(repeating: nil, count: room)
        newest = Array(repeating: -1, count: room)
        (start, end) = (0, 0)
        for word in words { append(word.node, at: word.path, zxid: word.zxid) }
    }

    private var words: [Word] { (start..<end).compactMap { slots[slot($0)] } }

    private func slot(_ position: Int) -> Int { position & (slots.count - 1) }

    private func slot(_ path: ZnodePath) -> Int { Int(path.tag.bits) & (newest.count - 1) }
}

/// Two are equal when they say the same in the same order.
extension ForeseenNodes: Hashable {
    static func == (left: Self, right: Self) -> Bool {
        left.words.elementsEqual(right.words) {
            $0.zxid == $1.zxid && $0.path == $1.path && $0.node == $1.node
        }
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for word in words {
            hasher.combine(word.zxid)
            hasher.combine(word.path)
        }
    }
}
