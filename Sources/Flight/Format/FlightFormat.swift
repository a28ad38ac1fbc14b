import Checksum

/// The flight recorder's files, version 4.
///
/// A directory holds `flight-000001.zfr`, `flight-000002.zfr` …: one or more *runs* of a server, each a
/// starting state and every input behind it, in as many files as it takes.
///
/// ```
/// file    = head block*
/// head    = "ZABFLGHT"  version: u32  run: u32  part: u32  program: 16 bytes of ASCII, padded with 0
///           check: u32 over all before
/// block   = length: u32  headCheck: u32  check: u32  record*  (length bytes of whole records)
/// record  = tag: u8  elapsed: signed varint  fields
/// ```
///
/// Fixed-width numbers are big-endian; a varint has 7 bits a byte, lowest first; a signed one is zigzag;
/// bytes and text have their length before them, as a varint. `elapsed` is the time since the record
/// before, in nanoseconds. The checks are CRC-32C: `headCheck` over the run, the part, the block's offset
/// and its length, `check` over the records, beginning with `headCheck`, so that a block that strayed
/// from its place is noticed. A block whose check fails with no sound one behind it was never finished
/// and is dropped; with one behind it the file is corrupt, and reading stops with an error.
///
/// A run begins with the records `start`, `settings` and `replayed`, then the log entry by entry, the state in the
/// pieces of a `SnapshotWriter`, and `ready`. What follows are inputs, and at last `ended`: where that is missing, the
/// server runs still, or was cut off.
///
/// Upgrades: a reader reads its own version and every earlier one; it refuses a later one by name. A new
/// tag or field is a new version. Version 1 knew no `settings` and no `clock`,
/// version 2 no `replayed`, version 3 no `ended`.
package enum FlightFormat {
    static let version = 4
    /// From here on a run that has ended says so.
    static let versionWithEnds = 4
    static let magic = Array("ZABFLGHT".utf8)
    static let programLength = 16
    static let headLength = 8 + 4 + 4 + 4 + programLength + 4
    static let blockHeadLength = 12
    /// No writer makes a longer block: it is the most that waits in memory, and one record.
    static let longestBlock = 256 << 20
    static let ending = ".zfr"

    static func name(ofFile number: Int) -> String {
        let digits = String(number)
        return "flight-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ending
    }

    /// The number in a file's name; nil when the name is none of ours.
    package static func number(inName name: String) -> Int? {
        guard name.hasPrefix("flight-"), name.hasSuffix(ending) else { return nil }
        let digits = name.dropFirst("flight-".count).dropLast(ending.count)
        guard digits.count >= 6, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return Int(digits)
    }
}

/// What each record is.
enum RecordTag: UInt8 {
    // The starting state
    case start = 0
    case logEntry = 1
    case statePiece = 2
    case ready = 3
    /// Those that are not in `start`, where nothing can be added.
    case settings = 4
    case replayed = 5

    // The end
    case ended = 6

    // Inputs of the peer
    case peerStart = 16
    case message = 17
    case connected = 18
    case disconnected = 19
    case peerTimer = 20
    case durableLog = 21
    case durableEpochs = 22
    case durableSnapshot = 23
    case propose = 24
    case snapshotSent = 25
    case relay = 26

    // Inputs of the layer above
    case clientConnect = 32
    case clientRequest = 33
    case clientDisconnected = 34
    case clientAuthenticate = 35
    case sessionExpiry = 36
    case snapshotPiece = 37
    case containerCheck = 38
    case clock = 39
}

/// The first bytes of a file.
package struct FileHead: Hashable, Sendable {
    /// Which run of the server, counted in the directory from 1.
    package var run: UInt32
    /// Which file of that run, from 1.
    var part: UInt32
    /// Name and version of the program that wrote it.
    var program: String
    /// Of the format.
    var version = FlightFormat.version

    var bytes: [UInt8] {
        var bytes = FlightFormat.magic
        bytes.put(fixed: UInt32(version))
        bytes.put(fixed: run)
        bytes.put(fixed: part)
        let name = Array(program.utf8.prefix(FlightFormat.programLength))
        bytes += name
        bytes += [UInt8](repeating: 0, count: FlightFormat.programLength - name.count)
        bytes.put(fixed: CRC32C.of(bytes[...]))
        return bytes
    }

    /// - Parameter bytes: `headLength` of them.
    init(decoding bytes: [UInt8]) throws(FlightError.Problem) {
        guard bytes.starts(with: FlightFormat.magic) else { throw .notARecording }
        let check = UInt32(fixed: bytes[(FlightFormat.headLength - 4)...])
        guard check == CRC32C.of(bytes[..<(FlightFormat.headLength - 4)]) else {
            throw .notARecording
        }
        let name = bytes[20..<20 + FlightFormat.programLength].prefix { $0 != 0 }
        program = String(decoding: name, as: UTF8.self)
        version = Int(UInt32(fixed: bytes[8..<12]))
        guard version <= FlightFormat.version else { throw .newerVersion(version, by: program) }
        run = UInt32(fixed: bytes[12..<16])
        part = UInt32(fixed: bytes[16..<20])
    }

    init(run: UInt32, part: UInt32, program: String) {
        self.run = run
        self.part = part
        self.program = program
    }

    /// The two checks of a block at this place in the file.
    func headCheck(offset: Int, length: Int) -> UInt32 {
        var place: [UInt8] = []
        place.put(fixed: run)
        place.put(fixed: part)
        place.put(fixed: UInt64(offset))
        place.put(fixed: UInt32(length))
        return CRC32C.of(place[...])
    }
}

extension FlightError.Problem: Error {}
