#if !canImport(Darwin)
    import Synchronization

    #if canImport(Musl)
        import Musl
    #else
        import Glibc
    #endif

    /// A file that is written past the system's cache, in whole blocks: what a write wrote is on the disk when it returns.
    ///
    /// A log is written once, and not read before the next start. In the cache it would cost a copy, pages that push out
    /// what is of use, and a second call for each flush. It only grows: what stands behind a write becomes zeros, up to
    /// the end of the block.
    final class ThroughFile: StoredFile {
        private let file: HostFile
        private let output = Mutex(Output())

        /// Makes a new, empty file; nil where the system or the file system knows no such files.
        convenience init?(_ path: String, _ reserve: DescriptorReserve) throws(FileError) {
            guard let direct = HostFile.direct else { return nil }
            let flags = O_RDWR | O_CLOEXEC | O_CREAT | O_TRUNC | O_DSYNC | direct
            do throws(FileError) {
                self.init(HostFile(path, try reserve.open(path, flags), reserve))
            } catch {
                guard error.code == EINVAL else { throw error }
                return nil
            }
        }

        private init(_ file: HostFile) { self.file = file }

        var path: String { file.path }

        func write(_ bytes: [UInt8], at offset: Int) throws(FileError) {
            try output.withLock { output throws(FileError) in
                try output.write(bytes, at: offset, to: file)
            }
        }

        func writeThrough(_ bytes: [UInt8], at offset: Int) throws(FileError) {
            try write(bytes, at: offset)
        }

        func read(_ count: Int, at offset: Int, into bytes: inout [UInt8]) throws(FileError) {
            let part = try output.withLock { output throws(FileError) in
                try output.read(count, at: offset, of: file)
            }
            bytes.append(contentsOf: part)
        }

        func size() throws(FileError) -> Int { try file.size() }
        func reserve(_ size: Int) throws(FileError) { try file.reserve(size) }
        func truncate(to size: Int) throws(FileError) { try file.truncate(to: size) }
        func synchronize() throws(FileError) { try file.synchronize() }
        func data(from offset: Int) throws(FileError) -> Int? { try file.data(from: offset) }
        func evict() { file.evict() }
        func named(_ path: String) -> any StoredFile { ThroughFile(file.renamed(path)) }
        func close() { file.close() }
    }

    /// Memory that such a file is written from: as much as is written at once, beginning where a block does.
    private struct Output: ~Copyable, @unchecked Sendable {
        private static let block = 4_096
        private let memory: UnsafeMutableRawBufferPointer
        /// Where the block stands whose beginning is in memory as it is in the file; nil when none is.
        private var begun: Int?

        init() {
            let size = 1 << 20
            let start = mmap(
                nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | Int32(MAP_ANONYMOUS), -1, 0)
            guard let start, start != MAP_FAILED else {
                preconditionFailure("a megabyte of addresses can be had")
            }
            memory = UnsafeMutableRawBufferPointer(start: start, count: size)
        }

        deinit { munmap(memory.baseAddress, memory.count) }

        mutating func write(
            _ bytes: [UInt8], at offset: Int, to file: HostFile
        ) throws(FileError) {
            var done = 0
            while done < bytes.count {
                let head = (offset + done) % Self.block
                let start = offset + done - head
                if head > 0, begun != start {
                    let present = try file.read(memory[..<Self.block], at: start)
                    zero(present..<Self.block)
                }
                let part = min(bytes.count - done, memory.count - head)
                bytes.withUnsafeBytes {
                    memory[head...].copyBytes(from: $0[done..<done + part])
                }
                let end = head + part
                let last = end / Self.block * Self.block
                let full = end > last ? last + Self.block : last
                zero(end..<full)
                begun = nil
                try put(full, at: start, to: file)
                // Where the next write goes on.
                if full > last {
                    memory[..<Self.block].copyBytes(from: memory[last..<full])
                    begun = start + last
                }
                done += part
            }
        }

        private func put(_ count: Int, at start: Int, to file: HostFile) throws(FileError) {
            do throws(FileError) { try file.write(memory[..<count], at: start) } catch {
                // Some file systems take the flag, and then refuse what it asks for.
                guard error.code == EINVAL, file.useCache() else { throw error }
                try file.write(memory[..<count], at: start)
            }
        }

        /// Nothing that counts for speed.
        mutating func read(
            _ count: Int, at offset: Int, of file: HostFile
        ) throws(FileError) -> [UInt8] {
            begun = nil
            var bytes: [UInt8] = []
            while bytes.count < count {
                let head = (offset + bytes.count) % Self.block
                let present = try file.read(memory[...], at: offset + bytes.count - head)
                if present <= head { break }
                bytes += memory[head..<min(present, head + count - bytes.count)]
            }
            return bytes
        }

        private func zero(_ range: Range<Int>) {
            memset(memory.baseAddress! + range.lowerBound, 0, range.count)
        }
    }
#endif
