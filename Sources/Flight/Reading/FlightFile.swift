import Checksum

/// One file, read block by block: memory is bounded by the longest block.
package struct FlightFile {
    let path: String
    let head: FileHead
    /// Whether the end was torn off: a block, or the head, that was never finished.
    private(set) var isTorn = false

    private let file: ReadOnlyFile
    private let length: Int
    /// Where the next block begins.
    private(set) var offset: Int

    /// - Returns: nil for a file that ends within its head: it was just made when the writer died.
    init?(path: String) throws(FlightError) {
        self.path = path
        file = try ReadOnlyFile(path: path)
        length = try file.length()
        if length < FlightFormat.headLength { return nil }
        let bytes = try file.read(FlightFormat.headLength, at: 0)
        do throws(FlightError.Problem) {
            head = try FileHead(decoding: bytes)
        } catch {
            throw FlightError(file: path, problem: error)
        }
        offset = FlightFormat.headLength
    }

    package static func head(of path: String) throws(FlightError) -> FileHead {
        guard let file = try FlightFile(path: path) else {
            throw FlightError(file: path, problem: .notARecording)
        }
        return file.head
    }

    /// The records of the next block; nil at the end.
    mutating func next() throws(FlightError) -> [UInt8]? {
        if isTorn || offset == length { return nil }
        guard let size = try blockLength(at: offset), let block = try block(size) else {
            try tear()
            return nil
        }
        offset += FlightFormat.blockHeadLength + size
        return block
    }

    /// The length that a sound block head at this place announces; nil when there is none.
    private func blockLength(at place: Int) throws(FlightError) -> Int? {
        guard length - place >= FlightFormat.blockHeadLength else { return nil }
        return sound(try file.read(8, at: place)[...], at: place)
    }

    private func sound(_ bytes: ArraySlice<UInt8>, at place: Int) -> Int? {
        let middle = bytes.startIndex + 4
        let size = Int(UInt32(fixed: bytes[..<middle]))
        guard size > 0, size <= FlightFormat.longestBlock,
            head.headCheck(offset: place, length: size) == UInt32(fixed: bytes[middle...])
        else { return nil }
        return size
    }

    /// The records of the block here; nil when they are not what was written.
    private func block(_ size: Int) throws(FlightError) -> [UInt8]? {
        let start = offset + FlightFormat.blockHeadLength
        guard start + size <= length else { return nil }
        let checks = try file.read(8, at: offset + 4)
        let records = try file.read(size, at: start)
        let seed = UInt32(fixed: checks[..<4])
        return CRC32C.of(records[...], after: seed) == UInt32(fixed: checks[4...])
            ? records : nil
    }

    /// What stands here is no block. With a sound one behind it that is damage; else it is the end of a
    /// write that was never finished.
    private mutating func tear() throws(FlightError) {
        let window = 1 << 20
        var place = offset + 1
        while place + FlightFormat.blockHeadLength <= length {
            let bytes = try file.read(min(window + 7, length - place), at: place)
            for index in 0..<min(window, max(0, bytes.count - 7)) {
                // Most bytes are no beginning of a length that could be.
                guard bytes[index] <= UInt8(FlightFormat.longestBlock >> 24) else { continue }
                if sound(bytes[index..<index + 8], at: place + index) != nil {
                    throw FlightError(
                        file: path, offset: offset,
                        problem: .corrupt(
                            "the block here fails its check, and a sound one stands at byte "
                                + "\(place + index)"))
                }
            }
            place += window
        }
        isTorn = true
    }
}
