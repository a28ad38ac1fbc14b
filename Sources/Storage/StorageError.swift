/// Why the disk cannot be used, where, and what to do about it.
public struct StorageError: Error, Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        /// Another process has the data directory.
        case locked
        /// The directory holds something that is not ours to read.
        case foreign
        /// A file was written by a later version.
        case version
        /// There is no data, and the server may not begin with none.
        case empty
        /// Bytes that were on the disk have changed, or are gone.
        case corrupt
        /// No space left.
        case full
        /// No file descriptor or no memory is left.
        case shortage
        /// The operating system refused; after that nothing that it says is believed any more.
        case io
    }

    public let kind: Kind
    /// The file or directory in question.
    public let path: String
    /// Where in the file, in bytes from its beginning.
    public let offset: Int?
    /// What is wrong.
    public let problem: String
    /// What an operator can do.
    public let advice: String

    init(_ kind: Kind, _ path: String, at offset: Int? = nil, _ problem: String, advice: String) {
        self.kind = kind
        self.path = path
        self.offset = offset
        self.problem = problem
        self.advice = advice
    }
}

extension StorageError {
    /// The operating system's refusal.
    init(_ error: FileError) {
        if error.isFull {
            self.init(
                .full, error.path, error.description,
                advice: "Make room on the disk, then start the server again.")
        } else if error.isShortage {
            self.init(
                .shortage, error.path, error.description,
                advice: "Raise the limit of open files (ulimit -n), or let fewer clients connect.")
        } else {
            self = .refused(error)
        }
    }

    /// A refusal after which nothing can go on, whatever its reason.
    static func refused(_ error: FileError) -> StorageError {
        StorageError(
            .io, error.path, error.description,
            advice: "Check the disk and the permissions, then start the server again.")
    }

    /// Something that was durable has been lost or altered.
    static func corrupt(_ path: String, at offset: Int? = nil, _ problem: String) -> StorageError {
        StorageError(.corrupt, path, at: offset, problem, advice: repair)
    }

    /// Whether what can be done without is left out for now because of it, and nothing is wrong.
    var isPassing: Bool { kind == .full || kind == .shortage }

    /// There is one way for a server in an ensemble, and another for one that stands alone.
    private static let repair =
        "Nothing was changed. In an ensemble, move this server's data away and start it empty: it "
        + "gets a copy from its leader. A server that stands alone needs its files from a backup."
}

extension StorageError: CustomStringConvertible {
    public var description: String {
        let place = offset.map { "\(path), byte \($0)" } ?? path
        return "\(place): \(problem). \(advice)"
    }
}
