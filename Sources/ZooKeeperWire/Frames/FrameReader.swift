public import Jute

/// Cuts the bytes of one connection into frames as they arrive, in whatever pieces
/// (`NIOServerCnxn.doIO`).
///
/// A frame is not copied: its reader shares the array that the bytes were gathered in. What is kept
/// grows with the bytes that have arrived, never with a length that was only announced.
///
///     frames.append(bytes)
///     while let frame = try frames.next() { … }
public struct FrameReader: Sendable {
    /// What stands in the stream.
    public enum Frame: Hashable, Sendable {
        /// One whole message, from its first byte to its last.
        case message(JuteReader)
        /// A command in place of the first frame; the mask is that of `stmk`, else 0.
        case word(FourLetterWord, mask: Int64)
    }

    /// The longest frame accepted, in bytes (`jute.maxbuffer`).
    public let limit: Int
    /// The longest first frame, from someone who has no session yet.
    public let firstLimit: Int

    private var bytes: [UInt8] = []
    private var position = 0
    private var isFirst = true

    /// More than a ConnectRequest with any password could need.
    public static let defaultFirstLimit = 1024
    /// `jute.maxbuffer` unless configured.
    public static let defaultLimit = 0xfffff

    public init(
        limit: Int = FrameReader.defaultLimit, firstLimit: Int = FrameReader.defaultFirstLimit
    ) {
        self.limit = limit
        self.firstLimit = min(firstLimit, limit)
    }

    /// How many bytes wait for the rest of their frame, or to be asked for.
    public var buffered: Int { bytes.count - position }

    /// How many bytes could be held before memory must be found.
    public var room: Int { bytes.capacity }

    public mutating func append(_ new: some Collection<UInt8>) {
        dropRead()
        let isDone: Void? = new.withContiguousStorageIfAvailable { bytes.append(contentsOf: $0) }
        if isDone == nil { bytes.append(contentsOf: new) }
    }

    /// The next frame that has arrived whole, or nil.
    ///
    /// The error stays: it is thrown again however often one asks.
    public mutating func next() throws(FrameError) -> Frame? {
        guard buffered >= 4 else { return nothing() }
        let length = integer(UInt32.self, at: position)
        if isFirst, let word = FourLetterWord(code: length) { return command(word) }
        let limit = isFirst ? firstLimit : limit
        guard length <= limit else {
            throw FrameError(length: Int32(bitPattern: length), limit: limit)
        }
        guard buffered >= 4 + Int(length) else { return nil }
        let start = position + 4
        position = start + Int(length)
        isFirst = false
        return .message(JuteReader(bytes, at: start, until: position, limit: 2 * self.limit))
    }

    private mutating func command(_ word: FourLetterWord) -> Frame? {
        let size = word == .stmk ? 12 : 4
        guard buffered >= size else { return nil }
        let mask = word == .stmk ? integer(Int64.self, at: position + 4) : 0
        position += size
        return .word(word, mask: mask)
    }

    /// Between messages a connection should hold little: there may be thousands of them.
    private mutating func nothing() -> Frame? {
        if buffered == 0, bytes.capacity > 1 << 9 {
            bytes = []
            position = 0
        }
        return nil
    }

    private mutating func dropRead() {
        if position == bytes.count {
            bytes.removeAll(keepingCapacity: true)
        } else if position > 0 {
            bytes.removeSubrange(..<position)
        }
        position = 0
    }

    private func integer<Integer: FixedWidthInteger & BitwiseCopyable>(
        _ type: Integer.Type, at offset: Int
    ) -> Integer {
        bytes.withUnsafeBytes {
            Integer(bigEndian: $0.loadUnaligned(fromByteOffset: offset, as: type))
        }
    }
}
