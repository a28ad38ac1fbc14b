import CMalloc

/// How the C library keeps this process's memory.
enum Heap {
    private static let megabyte: Int32 = 1 << 20

    /// One heap for all threads, which grows and shrinks by megabytes.
    ///
    /// glibc would give each thread a heap of its own, and all but the first of these grow by a few pages and
    /// a system call at a time: with creates that is one for every dozen nodes. To be called before threads
    /// are started; other C libraries do well by themselves.
    static func share() {
        #if canImport(Glibc)
            _ = mallopt(M_ARENA_MAX, 1)
            _ = mallopt(M_TOP_PAD, 4 * megabyte)
            _ = mallopt(M_TRIM_THRESHOLD, 16 * megabyte)
            _ = mallopt(M_MMAP_THRESHOLD, 4 * megabyte)
        #endif
    }
}
