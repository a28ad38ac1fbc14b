public import Zab

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Reads a log file frame by frame, as far as the frames are whole.
public struct LogReader: Sendable {
    public let path: String
    public let header: LogHeader
    /// Behind the last whole frame read.
    public private(set) var position = LogHeader.length
    /// The last whole frame's checksum, or the header's.
    private(set) var checksum: UInt32
    /// Where the last whole frame says that the log ends.
    public private(set) var end: Zxid
    private let file: any StoredFile
    private let size: Int
    private var buffer: [UInt8] = []
    /// The offset of the buffer's first byte.
    private var start = 0

    private static let chunk = 1 << 20

    init(_ path: String, of fileSystem: any FileSystem) throws(StorageError) {
        let file = try storing { () throws(FileError) in
            try fileSystem.open(path, create: false)
        }
        try self.init(file)
    }

    init(_ file: any StoredFile) throws(StorageError) {
        self.file = file
        path = file.path
        let (size, bytes) = try storing { () throws(FileError) in
            (try file.size(), try file.read(LogHeader.length, at: 0))
        }
        self.size = size
        header = try LogHeader(bytes, path: path)
        checksum = header.checksum
        end = header.base
    }

    /// A whole frame: where it stands, and its records in order.
    public struct Entry: Sendable {
        public let offset: Int
        public let records: [(offset: Int, record: LogRecord)]
    }

    /// The next frame; nil where no whole frame that goes on from the last one stands.
    public mutating func next() throws(StorageError) -> Entry? {
        guard let frame = try frame(at: position), frame.previous == checksum else { return nil }
        var index = position - start + Frame.headerLength
        let last = index + frame.length
        var records: [(offset: Int, record: LogRecord)] = []
        while index < last {
            let offset = start + index
            guard let record = LogRecord(buffer, at: &index, end: last) else {
                throw .corrupt(path, at: offset, "no record begins here, though the frame is whole")
            }
            records.append((offset, record))
        }
        defer {
            position += Frame.size(frame.length)
            checksum = frame.checksum
            end = frame.end
        }
        return Entry(offset: position, records: records)
    }

    /// Whether something other than zeros stands behind the last whole frame.
    public mutating func hasRemains() throws(StorageError) -> Bool {
        var offset = position
        while let data = try storing({ () throws(FileError) in try file.data(from: offset) }) {
            try load(data, Self.chunk)
            if !isZero(from: data) { return true }
            offset = start + buffer.count
            if offset >= size { break }
        }
        return false
    }

    /// Where a frame stands that was written after the one which is missing at `position` had been
    /// synchronized: that one was whole once.
    ///
    /// What a crash tore is followed by nothing, or by frames of the same write. To find out costs time
    /// linear in the remains, unless someone wrote a payload full of beginnings of frames; then the
    /// answer is that it cannot be told, which counts as damage too.
    public mutating func frameAfterDamage() throws(StorageError) -> Int? {
        var budget = 1 << 30
        var offset = position + Frame.alignment
        while offset + Frame.headerLength <= size {
            guard let data = try storing({ () throws(FileError) in try file.data(from: offset) })
            else { return nil }
            if data > offset {
                offset = max(offset, data / Frame.alignment * Frame.alignment)
            }
            try load(offset, Self.chunk)
            let stop = min(offset + Self.chunk, size)
            if isZero(from: offset) { offset = stop / Frame.alignment * Frame.alignment }
            while offset + Frame.headerLength <= stop {
                if let end = try foundFrame(at: offset, &budget) { return end }
                offset += Frame.alignment
            }
            if stop == size { return nil }
        }
        return nil
    }

    /// Whether the buffer is nothing but zeros from `offset` on: what a log file holds ahead of its end.
    private func isZero(from offset: Int) -> Bool {
        buffer.withUnsafeBytes { bytes in
            let rest = UnsafeRawBufferPointer(rebasing: bytes[(offset - start)...])
            guard let first = rest.baseAddress, rest.count > 1 else {
                return rest.allSatisfy { $0 == 0 }
            }
            // Each byte equals the one before it, and the first is zero.
            return rest[0] == 0 && memcmp(first, first + 1, rest.count - 1) == 0
        }
    }

    private mutating func foundFrame(
        at offset: Int, _ budget: inout Int
    ) throws(StorageError) -> Int? {
        try load(offset, Frame.headerLength)
        guard let frame = FrameHeader(buffer, at: offset - start), frame.isAfterSynchronization,
            offset + Frame.size(frame.length) <= size
        else { return nil }
        budget -= frame.length
        if budget < 0 { return offset }
        return try self.frame(at: offset) == nil ? nil : offset
    }

    /// The header of the frame at `offset` when the frame is whole; it is in the buffer then.
    private mutating func frame(at offset: Int) throws(StorageError) -> FrameHeader? {
        try load(offset, Frame.headerLength)
        guard let frame = FrameHeader(buffer, at: offset - start),
            offset + Frame.size(frame.length) <= size
        else { return nil }
        let length = Frame.size(frame.length)
        try load(offset, length)
        let index = offset - start
        guard index + length <= buffer.count else { return nil }
        let sum = buffer.withUnsafeBytes {
            Frame.checksum(
                UnsafeRawBufferPointer(rebasing: $0[index..<index + length]),
                identity: header.identity, offset: offset)
        }
        return sum == frame.checksum ? frame : nil
    }

    /// Sees to it that the buffer has `count` bytes from `offset`, as far as the file goes.
    private mutating func load(_ offset: Int, _ count: Int) throws(StorageError) {
        if offset >= start, offset + count <= start + buffer.count { return }
        if start + buffer.count >= size, offset >= start, offset <= start + buffer.count { return }
        start = offset
        var buffer = self.buffer
        self.buffer = []
        buffer.removeAll(keepingCapacity: true)
        try storing { () throws(FileError) in
            try file.read(
                min(max(count, Self.chunk), max(0, size - offset)), at: offset, into: &buffer)
        }
        self.buffer = buffer
    }

    func close() { file.close() }
}
