import Zab

/// What is written where; `FORMAT.md` is the page about it.
///
/// A later version reads what an earlier one wrote, and writes only its own; an earlier one refuses
/// what a later one wrote (`StorageError.Kind.version`).
enum Format {
    /// Below the data directories, beside `myid`; ZooKeeper calls its own `version-2`.
    static let directory = "zabscope-1"
    static let foreignDirectory = "version-2"
    static let version: UInt32 = 1
    /// Beside the directory of the log: allows a server to begin with nothing (`FileTxnSnapLog.restore`).
    static let initialize = "initialize"

    static let lock = "lock"
    static let epochs = "epochs"
    static let logPrefix = "log."
    static let snapshotPrefix = "snapshot."
    /// At the end of the name of a file that is being made; one that is found is of no use.
    static let unfinished = ".new"

    /// The zxid in a file's name; nil when no file of ours is called so.
    static func zxid(_ text: some StringProtocol) -> Zxid? {
        guard let value = UInt64(text, radix: 16), String(value, radix: 16) == text else {
            return nil
        }
        return Zxid(rawValue: value)
    }

    static let epochsMagic = Array("ZabEpoch".utf8)
    static let logMagic = Array("ZabLog\r\n".utf8)
    static let snapshotMagic = Array("ZabSnap\n".utf8)
    static let magicLength = 8

    static func checkVersion(_ version: UInt32, of path: String) throws(StorageError) {
        guard version > Self.version else { return }
        throw StorageError(
            .version, path,
            "written in format \(version), and this program knows up to "
                + "\(Self.version)", advice: "Start the newer program that wrote it.")
    }
}
