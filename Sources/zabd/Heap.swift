import CMalloc

/// How the C library keeps this process's memory.
enum Heap {
    private static let megabyte = 1 << 20
    /// Address space, not memory: only what is touched is taken.
    private static let reserve = 1_024 * megabyte

    /// One heap for all threads, in large pages as far as its first gigabyte goes.
    ///
    /// glibc would give each thread a heap of its own, and all but the first of these grow by a few pages and
    /// a system call at a time: with creates that is one for every dozen nodes. And a tree is read all over: with
    /// small pages most looks at a node would miss the processor's table of pages as well.
    /// To be called before threads are started; other C libraries do well by themselves.
    static func prepare() {
        #if canImport(Glibc)
            _ = mallopt(M_ARENA_MAX, 1)
            _ = mallopt(M_MMAP_THRESHOLD, Int32(4 * megabyte))
            reserveLargePages()
            _ = mallopt(M_TOP_PAD, Int32(4 * megabyte))
        #endif
    }

    #if canImport(Glibc)
        /// Where so much address space cannot be had, the heap grows as it always did.
        private static func reserveLargePages() {
            // What is free at the heap's end must not be given back at once.
            _ = mallopt(M_TRIM_THRESHOLD, Int32(reserve + 64 * megabyte))
            _ = mallopt(M_TOP_PAD, Int32(reserve))
            // More than the heap has left: it grows, by this and the reserve.
            guard let block = malloc(megabyte) else { return }
            let page = 2 * megabyte
            let start = (Int(bitPattern: block) + page - 1) / page * page
            if let end = sbrk(0), Int(bitPattern: end) - start >= reserve / 2 {
                madvise(
                    UnsafeMutableRawPointer(bitPattern: start), Int(bitPattern: end) - start,
                    MADV_HUGEPAGE)
            }
            free(block)
        }
    #endif
}
