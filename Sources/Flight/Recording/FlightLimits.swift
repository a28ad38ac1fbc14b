/// How much a recorder may keep, in bytes.
public struct FlightLimits: Hashable, Sendable {
    /// A file is followed by the next one when it has grown to this.
    public var file = 64 << 20
    /// All files of the directory together; at this point recording ends. Later files cannot be read
    /// without the earlier ones, so that none may go.
    public var total = 1 << 30
    /// What may wait in memory for the disk; beyond it recording ends.
    public var waiting = 64 << 20

    public init() {}
}

/// How a recording ended, as its last record says.
public enum FlightEnding: UInt8, Hashable, Sendable {
    /// With its server.
    case stopped = 0
    // Before its server
    case limitReached = 1
    case diskTooSlow = 2
    case failed = 3
}

/// Why recording ended before the server did. The server goes on.
public enum FlightEnd: Hashable, Sendable, CustomStringConvertible {
    case limitReached(FlightLimits)
    case diskTooSlow(FlightLimits)
    case failed(FlightError)

    var ending: FlightEnding {
        switch self {
        case .limitReached: .limitReached
        case .diskTooSlow: .diskTooSlow
        case .failed: .failed
        }
    }

    public var description: String {
        switch self {
        case .limitReached(let limits):
            "the recording has reached its limit of \(limits.total) bytes and ends here"
        case .diskTooSlow(let limits):
            "the disk does not keep up with the recording: \(limits.waiting >> 20) MiB wait; it "
                + "ends here"
        case .failed(let error): "the recording ends here: \(error)"
        }
    }
}
