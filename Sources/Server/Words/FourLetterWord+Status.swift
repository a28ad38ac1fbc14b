public import ZooKeeperWire

/// What it takes to answer a word.
extension FourLetterWord {
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
