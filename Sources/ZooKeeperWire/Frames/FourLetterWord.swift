/// The commands that ZooKeeper takes in place of a first frame: four bytes without a length, answered
/// with text, after which the connection is closed (`FourLetterCommands`).
///
/// What telnet sends when it is interrupted is none: as a length it is too long, which closes as well.
public enum FourLetterWord: String, Hashable, Sendable, CaseIterable {
    case conf, cons, crst, dirs, dump, envi, gtmk, hash, isro, mntr, ruok, srst, srvr, stat
    /// Sets the trace mask, which follows as 8 bytes.
    case stmk
    case wchc, wchp, wchs

    /// The four bytes as the number they would be as the length of a frame.
    public var code: UInt32 { rawValue.utf8.reduce(0) { $0 << 8 | UInt32($1) } }

    public init?(code: UInt32) {
        guard let word = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = word
    }
}
