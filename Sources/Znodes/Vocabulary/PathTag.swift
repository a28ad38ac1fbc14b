/// Tells a path from most others at one look: every table that a request meets on its way finds it by this.
///
/// It differs from process to process, which keeps clients from choosing paths that share a bucket; so nobody may see
/// an order that comes of it.
struct PathTag: Hashable, Sendable {
    let bits: UInt32

    /// That of no path.
    static let none = PathTag(bits: 0)

    private init(bits: UInt32) { self.bits = bits }

    init(of path: UnsafeBufferPointer<UInt8>) {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(path))
        bits = UInt32(truncatingIfNeeded: hasher.finalize())
    }
}
