import Zab

/// The end of the log, where it grows: one write a flush.
///
/// What is appended is collected in a frame. A flush writes the frame and synchronizes the file, and
/// only then is the next frame written: so a whole frame proves that all before it was durable. A file
/// gets its name when its header is durable.
struct LogWriter: Sendable {
    private let fileSystem: any FileSystem
    private let settings: StorageSettings
    /// Oldest first.
    private(set) var files: [LogFile]
    /// Where the log ends, as of what was appended.
    private(set) var end: Zxid
    /// Where it ends on the disk.
    private(set) var durable: Zxid
    /// So many bytes of the newest file are durable.
    private(set) var durablePosition: Int
    /// The checksum that the next frame or header goes on from; nil to go on from a snapshot.
    private var previous: UInt32?
    private var identity: UInt64
    private var number: UInt64
    /// The file that is written to; nil when the next frame begins one.
    private var file: (any StoredFile)?
    /// Whether the next frame is to begin another, if there is room for it.
    private var isRolling = false
    private var position = 0
    private var reserved = 0
    /// Up to here the file holds written zeros: a flush over them changes no metadata, which is most of
    /// what it would cost.
    private var zeroed = 0
    /// Up to here the operating system keeps nothing of the file in memory any more.
    private var evicted = 0
    /// The header's place, then records.
    private var frame: [UInt8] = []

    /// A frame is written early when it gets bigger, so that memory stays bounded.
    private static let longestFrame = 4 << 20
    /// So far ahead of the end zeros are written between two flushes.
    private static let zeroesAhead = 1 << 20
    /// So many are written at a time.
    private static let zeros = [UInt8](repeating: 0, count: 1 << 18)
    /// So much of the log is evicted at a time.
    private static let stretch = 1 << 20

    /// - Parameters:
    ///   - previous: the checksum at the log's end, or nil when a snapshot at `end` takes its place.
    init(
        after files: [LogFile], end: Zxid, previous: UInt32?, position: Int, number: UInt64,
        settings: StorageSettings, fileSystem: any FileSystem
    ) {
        self.files = files
        self.end = end
        self.previous = previous
        self.number = max(number, files.last?.header.number ?? 0)
        self.settings = settings
        self.fileSystem = fileSystem
        durable = end
        durablePosition = position
        identity = files.last?.header.identity ?? 0
    }

    var isEmpty: Bool { frame.isEmpty }
    var isFull: Bool { frame.count > Self.longestFrame }
    /// Whether the next frame is to begin a file.
    var wantsFile: Bool { file == nil || isRolling }
    /// The newest file's number; 0 when there is none.
    var newest: UInt64 { files.last?.header.number ?? 0 }
    /// Where the log on the disk begins.
    var start: Zxid { files.first?.header.base ?? durable }
    /// The newest snapshot that stands in the place of a stretch of the log.
    var gap: Zxid {
        previous == nil ? durable : files.last { $0.header.isRestart }?.header.base ?? .zero
    }

    mutating func append(_ records: LogRecords) {
        beginFrame()
        records.append(to: &frame)
        end = records.end
    }

    mutating func appendTruncation(to zxid: Zxid) {
        beginFrame()
        LogRecord.truncate(to: zxid).append(to: &frame)
        end = min(end, zxid)
    }

    private mutating func beginFrame() {
        if frame.isEmpty { frame.append(contentsOf: repeatElement(0, count: Frame.headerLength)) }
    }

    enum Beginning {
        case begun
        /// There is no space or no descriptor for the next file; the one before goes on.
        case kept(StorageError)
    }

    /// Makes the next file; on return its name and its header are durable. The space of the one before
    /// it is given back only then (fault D11).
    mutating func beginFile(short notice: (StorageError) -> Void) throws(FileError) -> Beginning {
        // What the next file goes on from must be there when that one is.
        if !settings.synchronizes { try file?.synchronize() }
        let header = LogHeader(
            previous: previous ?? 0,
            identity: max(identity + 1, UInt64(bitPattern: fileSystem.now)),
            number: number + 1, base: durable, isRestart: previous == nil)
        let path = freeName
        let next: (file: any StoredFile, reserved: Int)
        do throws(FileError) {
            next = try makeFile(header, called: path, short: notice)
        } catch {
            guard error.isFull || error.isShortage, file != nil else { throw error }
            isRolling = false
            return .kept(StorageError(error))
        }
        try fileSystem.synchronize(directory: settings.logs)
        file?.evict(from: evicted, to: nil)
        try close()
        file = next.file
        reserved = next.reserved
        files.append(LogFile(path: path, header: header))
        number = header.number
        identity = header.identity
        position = LogHeader.length
        durablePosition = position
        zeroed = position
        evicted = 0
        previous = header.checksum
        return .begun
    }

    /// Beside, synchronized, renamed. What fails leaves nothing behind.
    private func makeFile(
        _ header: LogHeader, called path: String, short notice: (StorageError) -> Void
    ) throws(FileError) -> (any StoredFile, reserved: Int) {
        let unfinished = path + Format.unfinished
        let file = try fileSystem.open(unfinished, create: true)
        do throws(FileError) {
            try file.write(header.encoded, at: 0)
            let reserved = try reserve(in: file, short: notice)
            try file.synchronize()
            try fileSystem.rename(unfinished, to: path)
            return (file.named(path), reserved)
        } catch {
            file.close()
            try? fileSystem.remove(unfinished)
            throw error
        }
    }

    /// The first file of a life begins with what space there is.
    private func reserve(
        in next: any StoredFile, short notice: (StorageError) -> Void
    ) throws(FileError) -> Int {
        do throws(FileError) {
            try next.reserve(settings.preallocation)
            return max(LogHeader.length, settings.preallocation)
        } catch {
            guard error.isFull, file == nil else { throw error }
            notice(StorageError(error))
            return LogHeader.length
        }
    }

    /// By the first zxid in it, as in ZooKeeper; a number tells apart what would have the same name.
    private var freeName: String {
        let path =
            "\(settings.logs)/\(Format.logPrefix)"
            + String(firstZxid.rawValue, radix: 16)
        let taken = Set(files.map(\.path))
        if !taken.contains(path) { return path }
        var copy = 2
        while taken.contains("\(path).\(copy)") { copy += 1 }
        return "\(path).\(copy)"
    }

    private var firstZxid: Zxid {
        var index = Frame.headerLength
        if case .proposal(let first)? = LogRecord(frame, at: &index, end: frame.count) {
            return first.zxid
        }
        return durable.next
    }

    /// Writes what was appended; on return it is durable. How many bytes that were; nil for nothing.
    mutating func flush(
        short notice: (StorageError) -> Void
    ) throws(FileError) -> Int? {
        guard !frame.isEmpty, let file, let previous else { return nil }
        let length = frame.count - Frame.headerLength
        frame.append(contentsOf: repeatElement(0, count: Frame.size(length) - frame.count))
        try makeRoom(in: file, short: notice)
        if position + frame.count > zeroed {
            try writeZeros(in: file, from: position + frame.count)
        }
        frame.put(bigEndian: previous, at: 4)
        frame.put(bigEndian: UInt32(length), at: 8)
        frame.put(
            bigEndian: settings.synchronizes ? Frame.afterSynchronization : UInt32(0), at: 12)
        frame.put(bigEndian: end.rawValue, at: 16)
        let checksum = frame.withUnsafeBytes {
            Frame.checksum($0, identity: identity, offset: position)
        }
        frame.put(bigEndian: checksum, at: 0)
        try file.write(frame, at: position)
        position += frame.count
        if settings.synchronizes {
            try file.synchronize()
            durablePosition = position
        }
        reserved = max(reserved, position)
        self.previous = checksum
        durable = end
        defer { frame.removeAll(keepingCapacity: frame.count <= Self.longestFrame) }
        return frame.count
    }

    /// Space is had ahead of need: when there is no more, what is reserved carries on for a while
    /// (fault D11).
    private mutating func makeRoom(
        in file: any StoredFile, short notice: (StorageError) -> Void
    ) throws(FileError) {
        let needed = position + frame.count
        guard settings.preallocation > 0, needed + settings.preallocation / 8 > reserved else {
            return
        }
        do throws(FileError) {
            try file.reserve(needed + settings.preallocation)
            reserved = needed + settings.preallocation
        } catch {
            guard error.isFull else { throw error }
            if needed > reserved {
                try file.reserve(needed)
                reserved = needed
            }
            notice(StorageError(error))
        }
    }

    /// Between two flushes: sees to it that there are zeros for the next one to write over.
    mutating func zeroAhead() throws(FileError) {
        guard let file else { return }
        while zeroed - position < Self.zeroesAhead, max(zeroed, position) < reserved {
            try writeZeros(in: file, from: max(zeroed, position))
        }
    }

    /// Between two flushes: what is on the disk is not read before the next start, so the system need not keep it in
    /// memory. Else it would find fresh memory for every page that is logged, at several times the cost of writing it.
    /// The latest stretch is left: the system may not have laid it down yet.
    mutating func evictBehind() {
        let end = (durablePosition / Self.stretch - 1) * Self.stretch
        guard let file, end > evicted else { return }
        file.evict(from: evicted, to: end)
        evicted = end
    }

    /// They become durable with the flush that follows.
    private mutating func writeZeros(in file: any StoredFile, from start: Int) throws(FileError) {
        let count = min(Self.zeros.count, reserved - start)
        if count > 0 {
            try file.write(
                count == Self.zeros.count ? Self.zeros : Array(Self.zeros[..<count]), at: start)
        }
        zeroed = start + max(0, count)
    }

    /// The next frame is to begin another file.
    mutating func roll() { isRolling = file != nil }

    /// Gives back the space that was reserved and not used, and lets go of the file.
    mutating func close() throws(FileError) {
        guard let file else { return }
        if reserved > position { try file.truncate(to: position) }
        if !settings.synchronizes {
            try file.synchronize()
            durablePosition = position
        }
        file.close()
        self.file = nil
        isRolling = false
    }

    /// Goes on from a snapshot at `zxid`; all that was appended has been flushed.
    mutating func restart(at zxid: Zxid) throws(FileError) {
        precondition(frame.isEmpty, "what is appended is flushed before the log restarts")
        try close()
        previous = nil
        end = zxid
        durable = zxid
    }

    /// Forgets the oldest files, which are about to be removed.
    mutating func dropFiles(_ count: Int) { files.removeFirst(count) }
}
