public import ZooKeeperWire

/// The answers to four-letter words, byte by byte as ZooKeeper 3.8 gives them (`FourLetterCommands` and
/// the class of each word in the `command` package).
public enum FourLetterAnswer {
    /// The whole answer; the connection is closed after it. The status has what the word needs, and the
    /// word's action has been performed.
    public static func text(
        _ word: FourLetterWord, _ status: ServerStatus, _ configuration: Configuration
    ) -> String {
        guard configuration.fourLetterWords.contains(word) else {
            return "\(word.rawValue) is not executed because it is not in the whitelist.\n"
        }
        guard status.isServing || !word.needsService else {
            return notServing + (word == .hash ? "" : "\n")
        }
        return switch word {
        case .ruok: "imok"
        case .isro: status.isServing ? status.mode == .readOnly ? "ro" : "rw" : "null"
        case .gtmk, .stmk: "\(status.traceMask)"
        case .crst: "Connection stats reset.\n"
        case .srst: "Server stats reset.\n"
        case .srvr: version(status) + statistics(status)
        case .stat: version(status) + clients(status) + statistics(status)
        case .conf: configurationText(status, configuration)
        case .cons: connections(status)
        case .dirs: directories(status)
        case .dump: dump(status)
        case .envi: environment(status)
        case .mntr: monitor(status)
        case .wchs: watchSummary(status)
        case .wchc: lines(status.watchesBySession.map { (hex($0.session), $0.paths) }) + "\n"
        case .wchp: lines(status.watches.map { ($0.path, $0.sessions.map(hex)) }) + "\n"
        case .hash:
            status.digests.map {
                "\(String(UInt64(bitPattern: $0.zxid), radix: 16)): \($0.digest)\n"
            }
            .joined()
        }
    }

    static let notServing = "This ZooKeeper instance is not currently serving requests"

    /// `0x` and a session id or zxid as Java's `Long.toHexString` writes it.
    static func hex(_ number: Int64) -> String {
        "0x" + String(UInt64(bitPattern: number), radix: 16)
    }

    // MARK: - srvr and stat

    private static func version(_ status: ServerStatus) -> String {
        "Zookeeper version: \(status.version.text)\n"
            + (status.mode == .readOnly ? "READ-ONLY mode; serving only read-only clients\n" : "")
    }

    private static func clients(_ status: ServerStatus) -> String {
        "Clients:\n" + status.connections.map { " \(brief($0)))\n" }.joined() + "\n"
    }

    private static func statistics(_ status: ServerStatus) -> String {
        let latency = status.metrics.latency
        var text = """
            Latency min/avg/max: \(latency.min)/\(latency.average)/\(latency.max)
            Received: \(status.metrics.packetsReceived)
            Sent: \(status.metrics.packetsSent)
            Connections: \(status.aliveConnections)
            Outstanding: \(status.outstandingRequests)
            Zxid: \(hex(status.lastZxid))
            Mode: \(status.mode.rawValue)
            Node count: \(status.nodeCount)

            """
        if status.mode == .leader, let peer = status.peer {
            text += "Proposal sizes last/min/max: \(peer.proposalSizes)\n"
        }
        return text
    }

    // MARK: - Connections

    private static func brief(_ connection: ConnectionStatus) -> String {
        "/\(connection.remote)[\(String(connection.interest, radix: 16))](queued="
            + "\(connection.outstanding),recved=\(connection.received),sent=\(connection.sent)"
    }

    private static func connections(_ status: ServerStatus) -> String {
        status.connections.map { " " + brief($0) + session($0) + ")\n" }.joined() + "\n"
    }

    private static func session(_ connection: ConnectionStatus) -> String {
        guard connection.sessionID != 0 else { return "" }
        let latency = connection.latency
        let cxid = connection.lastCxid < 0 ? "" : ",lcxid=\(hex(connection.lastCxid))"
        return ",sid=\(hex(connection.sessionID)),lop=\(connection.lastOperation)"
            + ",est=\(connection.established),to=\(connection.sessionTimeout)\(cxid)"
            + ",lzxid=\(hex(connection.lastZxid)),lresp=\(connection.lastResponse)"
            + ",llat=\(connection.lastLatency),minlat=\(latency.min)"
            + ",avglat=\(latency.count == 0 ? 0 : latency.sum / latency.count)"
            + ",maxlat=\(latency.max)"
    }

    // MARK: - conf, dirs, envi, mntr

    private static func configurationText(
        _ status: ServerStatus, _ configuration: Configuration
    ) -> String {
        var text = """
            clientPort=\(configuration.clientPort ?? -1)
            secureClientPort=\(configuration.secureClientPort ?? -1)
            dataDir=\(status.directories.data)
            dataDirSize=\(status.directories.dataSize)
            dataLogDir=\(status.directories.log)
            dataLogSize=\(status.directories.logSize)
            tickTime=\(configuration.tickTime)
            maxClientCnxns=\(configuration.maxClientCnxns)
            minSessionTimeout=\(configuration.minSessionTimeout)
            maxSessionTimeout=\(configuration.maxSessionTimeout)
            clientPortListenBacklog=\(configuration.clientPortListenBacklog)
            serverId=\(configuration.serverID)

            """
        guard let own = configuration.ownMember else { return text }
        text += """
            initLimit=\(configuration.initLimit)
            syncLimit=\(configuration.syncLimit)
            electionAlg=3
            electionPort=\(own.electionPort)
            quorumPort=\(own.quorumPort)
            peerType=\(own.role == .participant ? 0 : 1)
            membership:\u{20}
            \(configuration.membership)
            """
        return text
    }

    private static func directories(_ status: ServerStatus) -> String {
        """
        datadir_size: \(status.directories.dataSize)
        logdir_size: \(status.directories.logSize)

        """
    }

    private static func environment(_ status: ServerStatus) -> String {
        "Environment:\nzookeeper.version=\(status.version.text)\n"
            + status.environment.map { "\($0.key)=\($0.value)\n" }.joined()
    }

    private static func monitor(_ status: ServerStatus) -> String {
        status.monitorValues.map { "zk_\($0.key)\t\($0.value)\n" }.joined()
    }

    // MARK: - dump and watches

    private static func dump(_ status: ServerStatus) -> String {
        let owners = status.ephemerals
        return "SessionTracker dump:\n" + sessions(status) + "ephemeral nodes dump:\n"
            + "Sessions with Ephemerals (\(owners.count)):\n"
            + lines(owners.map { (hex($0.session) + ":", $0.paths) })
            + "Connections dump:\n" + connectionBuckets(status)
    }

    private static func sessions(_ status: ServerStatus) -> String {
        switch status.sessions {
        case .buckets(let buckets):
            let total = buckets.reduce(0) { $0 + $1.sessions.count }
            return "Session Sets (\(buckets.count))/(\(total)):\n"
                + lines(
                    buckets.map {
                        (status.expiryLine($0.sessions.count, at: $0.expiry), $0.sessions.map(hex))
                    })
        case .timeouts(let timeouts):
            return "Global Sessions(\(timeouts.count)):\n"
                + timeouts.map { "\(hex($0.session))\t\($0.timeout)ms\n" }.joined()
        }
    }

    private static func connectionBuckets(_ status: ServerStatus) -> String {
        let buckets = Dictionary(grouping: status.connections, by: \.expiry)
            .sorted { $0.key < $1.key }
        return "Connections Sets (\(buckets.count))/(\(status.connections.count)):\n"
            + lines(
                buckets.map { expiry, connections in
                    (
                        status.expiryLine(connections.count, at: expiry),
                        connections.map {
                            "ip: /\($0.remote) sessionId: \(hex($0.sessionID))"
                        }
                    )
                })
    }

    private static func watchSummary(_ status: ServerStatus) -> String {
        let summary = status.watchSummary
        return """
            \(summary.connections) connections watching \(summary.paths) paths
            Total watches:\(summary.total)

            """
    }

    /// A heading and, on a line each, what belongs to it.
    private static func lines(_ blocks: [(heading: String, items: [String])]) -> String {
        blocks.map { $0.heading + "\n" + $0.items.map { "\t\($0)\n" }.joined() }.joined()
    }
}

extension ServerStatus {
    /// A bucket of what expires together; its time is told by the wall clock.
    fileprivate func expiryLine(_ count: Int, at expiry: Int64) -> String {
        "\(count) expire at \(CalendarTime(milliseconds: wallClock + expiry - now).javaDate):"
    }
}
