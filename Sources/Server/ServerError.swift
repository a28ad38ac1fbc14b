public import Storage

/// Why the server cannot start or go on, with what to do about it.
public enum ServerError: Error, Sendable, CustomStringConvertible {
    case cannotListen(ListenAddress, String)
    case storage(StorageError)
    /// The replica cannot go on from what it has in memory.
    case mustRestart(String)
    case notSupported(String)

    public var description: String {
        switch self {
        case .cannotListen(let address, let reason):
            "cannot listen on \(address): \(reason). Is another server running there?"
        case .storage(let error): "\(error)"
        case .mustRestart(let reason): "must start again from disk: \(reason)"
        case .notSupported(let what): what
        }
    }
}
