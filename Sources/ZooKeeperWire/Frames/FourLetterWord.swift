/// The commands that ZooKeeper takes in place of a first frame: four bytes without a length, answered
/// with text (`FourLetterCommands`).
public enum FourLetterWord: String, Hashable, Sendable, CaseIterable {
    case conf, cons, crst, dirs, dump, envi, gtmk, hash, isro, mntr, ruok, srst, srvr, stat, wchc,
        wchp, wchs
    /// Sets the trace mask, which follows as 8 bytes.
    case stmk
    /// Not a word: what telnet sends when it is interrupted. It is answered by closing.
    case telnetInterrupt

    /// The four bytes as the number they would be as the length of a frame.
    public var code: UInt32 {
        switch self {
        case .telnetInterrupt: 0xFFF4_FFFD
        default: rawValue.utf8.reduce(0) { $0 << 8 | UInt32($1) }
        }
    }

    public init?(code: UInt32) {
        guard let word = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = word
    }
}
