/// Which ZooKeeper this server can be taken for. Clients parse it: kazoo reads the digits from `envi`,
/// monitoring tools those from `srvr`.
public struct ServerVersion: Hashable, Sendable {
    /// When it was built, as `2026-11-22 15:46 UTC`.
    public var built: String

    public init(built: String) { self.built = built }

    /// `3.8.0`, whose protocol is spoken, and whose it is.
    public var text: String { "3.8.0-zabscope, built on \(built)" }
}
