import Checksum

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The files of one run, as they are written.
struct FlightWriter: Sendable {
    private let directory: String
    private let lock: Int32
    private let limits: FlightLimits
    private let program: String
    private let run: UInt32
    private var part: UInt32 = 0
    private var number: Int
    private var file: Int32 = -1
    private var length = 0
    /// The length of all files of the directory.
    private var total: Int
    private var head = FileHead(run: 0, part: 0, program: "")

    /// Makes the directory and the first file of a new run, behind those that are there.
    init(directory: String, limits: FlightLimits, program: String) throws(FlightError) {
        self.directory = directory
        self.limits = limits
        self.program = program
        try Self.makeDirectory(directory)
        lock = try Self.lock(directory)
        do throws(FlightError) {
            let files = try FlightDirectory.files(in: directory)
            run = (files.compactMap { try? FlightFile.head(of: $0.path).run }.max() ?? 0) + 1
            number = files.last?.number ?? 0
            total = files.reduce(0) { $0 + $1.length }
            try openNext()
        } catch {
            close(lock)
            throw error
        }
    }

    private var path: String { directory + "/" + FlightFormat.name(ofFile: number) }

    /// Writes records as one block.
    mutating func write(_ records: [UInt8]) throws(FlightError.Stop) {
        if records.isEmpty { return }
        // The end is to find room.
        let size =
            FlightFormat.blockHeadLength + records.count + Self.endLength
            + (length >= limits.file ? FlightFormat.headLength : 0)
        guard total + size <= limits.total else {
            throw FlightError.Stop(end: .limitReached(limits))
        }
        do throws(FlightError) {
            if length >= limits.file { try openNext() }
            try append(block(of: records))
        } catch {
            throw FlightError.Stop(end: .failed(error))
        }
    }

    private func block(of records: [UInt8]) -> [UInt8] {
        let headCheck = head.headCheck(offset: length, length: records.count)
        var block: [UInt8] = []
        block.reserveCapacity(FlightFormat.blockHeadLength + records.count)
        block.put(fixed: UInt32(records.count))
        block.put(fixed: headCheck)
        block.put(fixed: CRC32C.of(records[...], after: headCheck))
        return block + records
    }

    private static let endLength = FlightFormat.blockHeadLength + 3

    /// Says how it ends, if that can be written, and lets go of the files.
    mutating func finish(_ ending: FlightEnding) {
        if total + Self.endLength <= limits.total {
            try? append(block(of: [RecordTag.ended.rawValue, 0, ending.rawValue]))
        }
        if file >= 0 { close(file) }
        close(lock)
    }

    private mutating func openNext() throws(FlightError) {
        if file >= 0 { close(file) }
        part += 1
        number += 1
        length = 0
        head = FileHead(run: run, part: part, program: program)
        file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else {
            throw FlightError(file: path, problem: .unwritable(Self.reason))
        }
        try append(head.bytes)
    }

    private mutating func append(_ bytes: [UInt8]) throws(FlightError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                pwrite(file, $0.baseAddress, $0.count, off_t(length + bytes.count - rest.count))
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                let problem = FlightError.Problem.unwritable(Self.reason)
                // What was begun is taken back, as far as that is possible; a reader drops it anyway.
                _ = ftruncate(file, off_t(length))
                throw FlightError(file: path, problem: problem)
            }
            rest = rest.dropFirst(count)
        }
        length += bytes.count
        total += bytes.count
    }

    private static var reason: String { String(cString: strerror(errno)) }

    private static func makeDirectory(_ path: String) throws(FlightError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw FlightError(file: path, problem: .unwritable(reason))
        }
    }

    /// One recorder a directory; the lock goes with the process.
    private static func lock(_ directory: String) throws(FlightError) -> Int32 {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOTDIR { throw FlightError(file: directory, problem: .notADirectory) }
            throw .unreadable(directory)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw FlightError(file: directory, problem: .inUse)
        }
        return descriptor
    }
}

extension FlightError {
    /// Recording ends.
    struct Stop: Error {
        let end: FlightEnd
    }
}
