import CMalloc

/// How the C library keeps this process's memory.
enum Heap {
    private static let megabyte = 1 << 20
    private static let reserve = 1_024 * megabyte

    /// One heap for all threads, in large pages as far as its first gigabyte goes.
    ///
    /// glibc would give each thread a heap of its own, and all but the first of these grow by a few pages and
    /// a system call at a time: with creates that is one for every dozen nodes. And a tree is read all over: with
    /// small pages most looks at a node would miss the processor's table of pages as well.
    /// To be called before threads are started; other C libraries do well by themselves.
    static func prepare() {
        #if canImport(Glibc)
            keepFreedBlocks()
            _ = mallopt(M_ARENA_MAX, 1)
            _ = mallopt(M_MMAP_THRESHOLD, Int32(4 * megabyte))
            if isUnlimited(RLIMIT_AS), isUnlimited(RLIMIT_DATA) { reserveLargePages() }
            _ = mallopt(M_TOP_PAD, Int32(4 * megabyte))
        #endif
    }

    #if canImport(Glibc)
        /// Lets each thread keep as many freed blocks of a size as it is about to want again.
        ///
        /// A batch of requests takes hundreds of blocks of one size and gives them back together. glibc keeps seven of
        /// these at hand; the others are merged, and cut up again, under a lock. It takes another number from the
        /// environment, once, at its start: so this process begins anew, as the same process. Whoever has set
        /// that variable is right.
        private static func keepFreedBlocks() {
            let name = "GLIBC_TUNABLES"
            guard getenv(name) == nil, let program = program() else { return }
            setenv(name, "glibc.malloc.tcache_count=1000", 1)
            // Functions are looked up now, not one by one when they are first called: `CodePages` gives back what that
            // took.
            setenv("LD_BIND_NOW", "1", 0)
            // Returns only if it cannot be done, and then nothing is lost but some speed.
            execv(program, CommandLine.unsafeArgv)
        }

        /// The path of this program; by the link's own name it would be called `exe`.
        private static func program() -> String? {
            var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
            let length = readlink("/proc/self/exe", &path, path.count - 1)
            guard length > 0 else { return nil }
            return String(decoding: path[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
        }

        /// Takes a gigabyte of addresses, not of memory: what was never touched costs nothing. In return the heap gives
        /// nothing back to the system, as its end would be the first to go; what is freed is used again.
        private static func reserveLargePages() {
            _ = mallopt(M_TRIM_THRESHOLD, -1)
            _ = mallopt(M_TOP_PAD, Int32(reserve))
            // More than the heap has left: it grows, by this and the reserve.
            let block = malloc(megabyte)
            defer { free(block) }
            // The first two to four megabytes stay in small pages: who has little to keep takes no more than that.
            let page = 2 * megabyte
            let start = (Int(bitPattern: block) + page - 1) / page * page + page
            let length = Int(bitPattern: sbrk(0)) - start
            guard block != nil, length >= reserve / 2 else {
                _ = mallopt(M_TRIM_THRESHOLD, Int32(16 * megabyte))
                return
            }
            madvise(UnsafeMutableRawPointer(bitPattern: start), length, MADV_HUGEPAGE)
        }

        private static func isUnlimited(_ resource: __rlimit_resource) -> Bool {
            var limit = rlimit()
            let failure = getrlimit(__rlimit_resource_t(resource.rawValue), &limit)
            return failure == 0 && limit.rlim_cur == rlim_t.max
        }
    #endif
}
