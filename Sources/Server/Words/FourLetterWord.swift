/// A command of four letters that a client sends as the first bytes of a connection
/// (`FourLetterCommands`). The answer is text, and the connection is closed after it.
public enum FourLetterWord: String, CaseIterable, Hashable, Sendable {
    case conf, cons, crst, dirs, dump, envi, gtmk, hash, isro, mntr, ruok, srst, srvr, stat, stmk
    case wchc, wchp, wchs

    /// The word whose letters are the first four bytes of a connection, read as a big-endian number;
    /// nil if those are the length of a frame.
    public init?(firstFour: UInt32) {
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: firstFour >> (24 - 8 * $0)) }
        self.init(rawValue: String(decoding: bytes, as: UTF8.self))
    }

    /// What the answer needs to know beyond what is counted anyway.
    public var needs: StatusDetail {
        switch self {
        case .stat, .cons: .connections
        case .conf, .dirs: .directories
        case .dump: [.connections, .sessions, .ephemerals]
        case .envi: .environment
        case .mntr: .process
        case .hash: .digests
        case .wchc, .wchp, .wchs: .watches
        case .crst, .gtmk, .isro, .ruok, .srst, .srvr, .stmk: []
        }
    }

    /// What has to be done before it is answered; `stmk` is followed by a mask of eight bytes.
    public func action(mask: Int64 = 0) -> StatusAction? {
        switch self {
        case .crst: .resetConnections
        case .srst: .resetStatistics
        case .stmk: .setTraceMask(mask)
        default: nil
        }
    }

    /// Answered whether the server serves or not.
    var needsService: Bool {
        switch self {
        case .ruok, .envi, .gtmk, .stmk, .isro: false
        default: true
        }
    }
}
