import Zab

/// One transaction at its place in a history.
struct Entry: Hashable, Sendable {
    let zxid: Zxid
    let digest: UInt64
    /// A hash of this entry and all before it: equal chains mean equal histories.
    let chain: UInt64
}

/// A whole history, from the first transaction on: a log, or what a server has delivered.
///
/// Because each entry carries the hash of everything up to it, "one history is a prefix of the
/// other" is a single comparison, whatever their length.
struct Chronicle: Hashable, Sendable {
    private(set) var entries: [Entry] = []

    var count: Int { entries.count }
    var last: Zxid { entries.last?.zxid ?? .zero }
    var chain: UInt64 { entries.last?.chain ?? 0 }

    subscript(place: Int) -> Entry { entries[place] }

    @discardableResult
    mutating func append(_ zxid: Zxid, _ digest: UInt64) -> Entry {
        let entry = extended(zxid, digest)
        entries.append(entry)
        return entry
    }

    /// The entry that appending would add.
    func extended(_ zxid: Zxid, _ digest: UInt64) -> Entry {
        Entry(zxid: zxid, digest: digest, chain: Digest.link(chain, zxid.rawValue, digest))
    }

    mutating func truncate(to zxid: Zxid) {
        while let tail = entries.last, tail.zxid > zxid { entries.removeLast() }
    }

    /// Everything up to `zxid`.
    func prefix(through zxid: Zxid) -> Chronicle {
        if last <= zxid { return self }
        var copy = Chronicle()
        copy.entries = Array(entries[..<firstIndex(above: zxid)])
        return copy
    }

    func index(of zxid: Zxid) -> Int? {
        if let tail = entries.last, tail.zxid == zxid { return entries.count - 1 }
        let place = firstIndex(above: zxid) - 1
        return place >= 0 && entries[place].zxid == zxid ? place : nil
    }

    func entry(at zxid: Zxid) -> Entry? { index(of: zxid).map { entries[$0] } }

    /// Whether it has the same history up to `entry` as the one that `entry` comes from.
    func holds(_ entry: Entry) -> Bool { self.entry(at: entry.zxid)?.chain == entry.chain }

    /// Whether `other` begins with all of this.
    func isPrefix(of other: Chronicle) -> Bool {
        count == 0 || (count <= other.count && other[count - 1].chain == chain)
    }

    /// The first index whose entry lies above `zxid`.
    func firstIndex(above zxid: Zxid) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].zxid > zxid { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The first place at which the two differ; nil when one is a prefix of the other.
    func divergence(from other: Chronicle) -> Int? {
        let shorter = min(count, other.count)
        if shorter == 0 || entries[shorter - 1].chain == other[shorter - 1].chain { return nil }
        return (0..<shorter).first { entries[$0].chain != other[$0].chain }
    }
}

/// Hashes that are the same in every process.
enum Digest {
    /// A digest as it stands in a trace, as a number (FNV-1a).
    static func number(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }

    /// The chain hash of an entry behind a history with chain `previous`; never 0, the chain of
    /// nothing.
    static func link(_ previous: UInt64, _ zxid: UInt64, _ digest: UInt64) -> UInt64 {
        let hash = mix(mix(mix(previous &+ 0x9e37_79b9_7f4a_7c15) ^ zxid) ^ digest)
        return hash == 0 ? 1 : hash
    }

    /// The finalizer of SplitMix64.
    private static func mix(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }
}

extension Chronicle {
    /// A point in a history: its last transaction up to there.
    struct Place: Hashable, Sendable {
        let zxid: Zxid
        let chain: UInt64
    }

    func place(of zxid: Zxid) -> Place {
        let index = firstIndex(above: zxid)
        return index == 0
            ? Place(zxid: .zero, chain: 0)
            : Place(zxid: entries[index - 1].zxid, chain: entries[index - 1].chain)
    }
}
