import Jute
import Zab
import Znodes

/// A state on the disk: `snapshot.<zxid in hexadecimal>`.
enum SnapshotFile {
    /// How many bytes are read or written at a time.
    fileprivate static let block = 256 << 10
    /// So often, in bytes, what was written is synchronized, so that the log's flushes never find a
    /// mountain of it before them.
    private static let stride = 1 << 20
    private static let nodesAtOnce = 256

    static func path(of zxid: Zxid, in directory: String) -> String {
        "\(directory)/\(Format.snapshotPrefix)\(String(zxid.rawValue, radix: 16))"
    }

    /// The snapshots of a directory by zxid, oldest first.
    static func all(
        in directory: String, of fileSystem: any FileSystem
    ) throws(StorageError) -> [Zxid] {
        let names = try storing { () throws(FileError) in try fileSystem.names(in: directory) }
        return names.compactMap(zxid(inName:)).sorted()
    }

    static func isName(_ name: String) -> Bool { zxid(inName: name) != nil }

    private static func zxid(inName name: String) -> Zxid? {
        guard name.hasPrefix(Format.snapshotPrefix) else { return nil }
        return Format.zxid(name.dropFirst(Format.snapshotPrefix.count))
    }

    /// Writes the state into a file of another name, synchronizes it, and reads it back. Its size in
    /// bytes; nil when `mayGoOn`, which is asked between two pieces, said no.
    static func write(
        _ service: Service, as path: String, of fileSystem: any FileSystem,
        mayGoOn: () -> Bool = { true }
    ) throws(StorageError) -> Int? {
        let size = try storing { () throws(FileError) -> Int? in
            let file = try fileSystem.open(path, create: true)
            defer { file.close() }
            let header = SnapshotHeader(
                zxid: service.zxid, identity: UInt64(bitPattern: fileSystem.now))
            var output = BlockWriter(file: file, checksum: header.checksum)
            try file.write(header.encoded, at: 0)
            var writer = SnapshotWriter(service)
            var synchronized = 0
            while writer.append(nodes: nodesAtOnce, bytes: block, to: &output.pending) {
                guard mayGoOn() else { return nil }
                try output.writeFull()
                if output.position - synchronized >= stride {
                    try file.synchronize()
                    file.evict(from: 0, to: synchronized)
                    synchronized = output.position
                }
            }
            try output.finish()
            try file.synchronize()
            file.evict(from: 0, to: nil)
            return output.position
        }
        guard size != nil else { return nil }
        var blocks = try SnapshotBlocks(path, of: fileSystem)
        defer { blocks.close() }
        while try blocks.next() != nil {
            blocks.evict()
            guard mayGoOn() else { return nil }
        }
        return size
    }

    static func read(
        _ zxid: Zxid, in directory: String, of fileSystem: any FileSystem
    ) throws(StorageError) -> (service: Service, saved: SavedSnapshot) {
        let path = path(of: zxid, in: directory)
        var blocks = try SnapshotBlocks(path, of: fileSystem)
        defer { blocks.close() }
        guard blocks.header.zxid == zxid else {
            throw .corrupt(path, at: 0, "this is the snapshot at \(blocks.header.zxid.hexadecimal)")
        }
        let saved = SavedSnapshot(
            zxid: zxid, time: Int64(bitPattern: blocks.header.identity))
        return (try read(&blocks), saved)
    }

    static func read(_ blocks: inout SnapshotBlocks) throws(StorageError) -> Service {
        let path = blocks.path
        var reader = SnapshotReader()
        while let bytes = try blocks.next() {
            let offset = blocks.position
            do throws(JuteError) { try reader.feed(bytes) } catch {
                throw .corrupt(path, at: offset, "the snapshot makes no tree: \(error)")
            }
        }
        do throws(JuteError) {
            return try reader.finish(zxid: Int64(bitPattern: blocks.header.zxid.rawValue))
        } catch {
            throw .corrupt(path, at: blocks.position, "the snapshot makes no tree: \(error)")
        }
    }
}

/// Cuts a stream into blocks.
private struct BlockWriter {
    let file: any StoredFile
    var checksum: UInt32
    var position = SnapshotHeader.length
    /// A header's place, and what is not written yet; the stream goes on behind it.
    var pending = Self.head

    init(file: any StoredFile, checksum: UInt32) {
        self.file = file
        self.checksum = checksum
        pending.reserveCapacity(2 * Self.full)
    }

    /// Writes the blocks that are full. One ends where it is full, be that within a node.
    mutating func writeFull() throws(FileError) {
        while pending.count >= Self.full {
            let rest = Array(pending[Self.full...])
            pending.removeLast(rest.count)
            try flush()
            pending += rest
        }
    }

    mutating func finish() throws(FileError) {
        try writeFull()
        if pending.count > Self.head.count { try flush() }
        // The end.
        try flush()
    }

    private mutating func flush() throws(FileError) {
        let length = SnapshotHeader.blockHeaderLength
        checksum = pending.withUnsafeBytes {
            SnapshotHeader.checksum(
                of: UnsafeRawBufferPointer(rebasing: $0[length...]), at: position, after: checksum)
        }
        pending.put(bigEndian: UInt32(pending.count - length), at: 0)
        pending.put(bigEndian: checksum, at: 4)
        try file.write(pending, at: position)
        position += pending.count
        pending.removeLast(pending.count - length)
    }

    private static let head = [UInt8](repeating: 0, count: SnapshotHeader.blockHeaderLength)
    private static let full = SnapshotHeader.blockHeaderLength + SnapshotFile.block
}

extension Service {
    var zxid: Zxid { Zxid(rawValue: UInt64(bitPattern: lastZxid)) }
}
