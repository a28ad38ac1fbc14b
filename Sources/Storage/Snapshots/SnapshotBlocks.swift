/// Reads a snapshot file block by block, each checked.
public struct SnapshotBlocks: Sendable {
    public let path: String
    public let header: SnapshotHeader
    public private(set) var position = SnapshotHeader.length
    private let file: any StoredFile
    private let size: Int
    private var checksum: UInt32
    private var isAtEnd = false

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
            (try file.size(), try file.read(SnapshotHeader.length, at: 0))
        }
        self.size = size
        header = try SnapshotHeader(bytes, path: path)
        checksum = header.checksum
    }

    /// The next block's bytes; nil behind the last.
    public mutating func next() throws(StorageError) -> [UInt8]? {
        if isAtEnd { return nil }
        let length = SnapshotHeader.blockHeaderLength
        let head = try read(length, at: position)
        guard head.count == length else {
            throw .corrupt(path, at: position, "the snapshot ends early")
        }
        let count = Int(head.bigEndian(at: 0, as: UInt32.self))
        guard position + length + count <= size, count <= SnapshotHeader.longestBlock else {
            throw .corrupt(path, at: position, "the snapshot ends early")
        }
        let bytes = try read(count, at: position + length)
        let sum = bytes.withUnsafeBytes {
            SnapshotHeader.checksum(of: $0, at: position, after: checksum)
        }
        guard sum == head.bigEndian(at: 4, as: UInt32.self) else {
            throw .corrupt(path, at: position, "a block of the snapshot is damaged")
        }
        checksum = sum
        position += length + count
        if count > 0 { return bytes }
        guard position == size else {
            throw .corrupt(path, at: position, "bytes behind the end of the snapshot")
        }
        isAtEnd = true
        return nil
    }

    private func read(_ count: Int, at offset: Int) throws(StorageError) -> [UInt8] {
        try storing { () throws(FileError) in try file.read(count, at: offset) }
    }

    /// Nobody will read what was read again soon.
    func evict() { file.evict(from: 0, to: position) }

    func close() { file.close() }
}
