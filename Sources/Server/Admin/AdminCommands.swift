/// All commands, by name as ZooKeeper lists them.
extension AdminCommand {
    static let all: [AdminCommand] = (ofServer + ofConnections + ofEnsemble)
        .sorted { $0.name < $1.name }

    private static let ofServer: [AdminCommand] = [
        AdminCommand(names: ["configuration", "conf", "config"], needs: .directories) {
            status, configuration, _ in
            configuration.members(status)
        },
        AdminCommand(names: ["dirs"], needs: .directories) { status, _, _ in
            [
                .init("datadir_size", .integer(status.directories.dataSize)),
                .init("logdir_size", .integer(status.directories.logSize)),
            ]
        },
        AdminCommand(
            names: ["environment", "env", "envi"], needsService: false, needs: .environment
        ) { status, _, _ in
            [.init("zookeeper.version", .string(status.version.text))]
                + status.environment.map { .init($0.key, .string($0.value)) }
        },
        AdminCommand(names: ["get_trace_mask", "gtmk"], needsService: false) { status, _, _ in
            [.init("tracemask", .integer(status.traceMask))]
        },
        AdminCommand(names: ["hash"], needs: .digests) { status, _, _ in
            [
                .init(
                    "digests",
                    .array(
                        status.digests.map {
                            [
                                "zxid": .integer($0.zxid),
                                "digest": .integer(Int64(bitPattern: $0.digest)),
                            ]
                        }))
            ]
        },
        AdminCommand(names: ["initial_configuration", "icfg"]) { _, configuration, _ in
            [.init("initial_configuration", .string(configuration.text))]
        },
        AdminCommand(names: ["is_read_only", "isro"]) { status, _, _ in
            [.init("read_only", .bool(status.mode == .readOnly))]
        },
        AdminCommand(names: ["last_snapshot", "lsnp"]) { status, _, _ in
            let zxid = UInt64(bitPattern: status.lastSnapshot?.zxid ?? -1)
            return [
                .init("zxid", .string(String(zxid, radix: 16))),
                .init("timestamp", .integer(status.lastSnapshot?.seconds ?? -1)),
            ]
        },
        AdminCommand(names: ["monitor", "mntr"], needs: .process) { status, _, _ in
            status.monitorValues.map { .init($0.key, $0.value) }
        },
        AdminCommand(names: ["ruok"]) { _, _, _ in [] },
        AdminCommand(
            names: ["set_trace_mask", "stmk"], needsService: false,
            action: { query in query["traceMask"].flatMap { Int64($0) }.map { .setTraceMask($0) } }
        ) { _, _, query in
            guard let mask = query["traceMask"] else {
                return [.init("error", "setTraceMask requires long traceMask argument")]
            }
            guard let mask = Int64(mask) else {
                let message = "setTraceMask requires long traceMask argument, got \(mask)"
                return [.init("error", .string(message))]
            }
            return [.init("tracemask", .integer(mask))]
        },
        AdminCommand(names: ["server_stats", "srvr"], needs: .directories) { status, _, _ in
            status.serverStats
        },
        AdminCommand(names: ["stats", "stat"], needs: [.directories, .connections]) {
            status, _, _ in
            status.serverStats + status.connectionMembers(\.briefly)
        },
        AdminCommand(names: ["stat_reset", "srst"], action: { _ in .resetStatistics }) {
            _, _, _ in []
        },
        AdminCommand(names: ["system_properties", "sysp"], needsService: false) {
            _, configuration, _ in
            configuration.text.split(separator: "\n").sorted().map { line in
                let parts = line.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return .init("zookeeper.\(parts[0])", .string(String(parts[1])))
            }
        },
    ]

    private static let ofConnections: [AdminCommand] = [
        AdminCommand(names: ["connection_stat_reset", "crst"], action: { _ in .resetConnections }) {
            _, _, _ in []
        },
        AdminCommand(names: ["connections", "cons"], needs: .connections) { status, _, _ in
            status.connectionMembers(\.fully)
        },
        AdminCommand(names: ["dump"], needs: [.sessions, .ephemerals]) { status, _, _ in
            [
                .init("expiry_time_to_session_ids", status.expiryMap),
                .init("session_id_to_ephemeral_paths", .pathsBySession(status.ephemerals)),
            ]
        },
        AdminCommand(names: ["watches", "wchc"], needs: .watches) { status, _, _ in
            [.init("session_id_to_watched_paths", .pathsBySession(status.watchesBySession))]
        },
        AdminCommand(names: ["watches_by_path", "wchp"], needs: .watches) { status, _, _ in
            let paths = status.watches.map { watched in
                JSON.Member(watched.path, .array(watched.sessions.map { .integer($0) }))
            }
            return [.init("path_to_session_ids", .object(paths))]
        },
        AdminCommand(names: ["watch_summary", "wchs"], needs: .watches) { status, _, _ in
            let summary = status.watchSummary
            return [
                .init("num_connections", .integer(Int64(summary.connections))),
                .init("num_paths", .integer(Int64(summary.paths))),
                .init("num_total_watches", .integer(Int64(summary.total))),
            ]
        },
    ]
}

extension JSON {
    fileprivate static func pathsBySession(_ sessions: [SessionPaths]) -> JSON {
        .object(
            sessions.map { Member("\($0.session)", .array($0.paths.map { .string($0) })) })
    }
}

extension Configuration {
    /// `ZooKeeperServerConf.toMap`.
    fileprivate func members(_ status: ServerStatus) -> [JSON.Member] {
        var members: [JSON.Member] = [
            .init("client_port", .integer(Int64(clientPort ?? -1))),
            .init("data_dir", .string(status.directories.data)),
            .init("data_log_dir", .string(status.directories.log)),
            .init("tick_time", .integer(Int64(tickTime))),
            .init("max_client_cnxns", .integer(Int64(maxClientCnxns))),
            .init("min_session_timeout", .integer(Int64(minSessionTimeout))),
            .init("max_session_timeout", .integer(Int64(maxSessionTimeout))),
            .init("server_id", .integer(serverID)),
            .init("client_port_listen_backlog", .integer(Int64(clientPortListenBacklog))),
        ]
        if let own = ownMember {
            members += [
                .init("init_limit", .integer(Int64(initLimit))),
                .init("sync_limit", .integer(Int64(syncLimit))),
                .init("election_alg", 3),
                .init("election_port", .integer(Int64(own.electionPort))),
                .init("quorum_port", .integer(Int64(own.quorumPort))),
                .init("peer_type", .integer(own.role == .participant ? 0 : 1)),
            ]
        }
        return members
    }
}

extension ServerStatus {
    fileprivate func connectionMembers(
        _ form: (ConnectionStatus) -> [JSON.Member]
    ) -> [JSON.Member] {
        [("connections", false), ("secure_connections", true)].map { key, isSecure in
            .init(
                key,
                .array(connections.filter { $0.isSecure == isSecure }.map { .object(form($0)) }))
        }
    }

    fileprivate var expiryMap: JSON {
        guard case .buckets(let buckets) = sessions else { return .object([]) }
        return .object(
            buckets.map {
                JSON.Member("\($0.expiry)", .array($0.sessions.map { .integer($0) }))
            })
    }

    fileprivate var serverStats: [JSON.Member] {
        let sizes = metrics.clientResponseSizes.json
        var members: [JSON.Member] = [
            .init("version", .string(version.text)),
            .init("read_only", .bool(mode == .readOnly)),
            .init(
                "server_stats",
                [
                    "packets_sent": .integer(Int64(metrics.packetsSent)),
                    "packets_received": .integer(Int64(metrics.packetsReceived)),
                    "fsync_threshold_exceed_count": .integer(Int64(metrics.fsyncThresholdExceeded)),
                    "client_response_stats": sizes,
                    "data_dir_size": .integer(directories.dataSize),
                    "log_dir_size": .integer(directories.logSize),
                    "provider_null": false,
                    "server_state": .string(mode.rawValue),
                    "last_processed_zxid": .integer(lastZxid),
                    "outstanding_requests": .integer(Int64(outstandingRequests)),
                    "avg_latency": .decimal(metrics.latency.average),
                    "max_latency": .integer(Int64(metrics.latency.max)),
                    "min_latency": .integer(Int64(metrics.latency.min)),
                    "num_alive_client_connections": .integer(Int64(aliveConnections)),
                    "uptime": .integer(uptime),
                    "auth_failed_count": .integer(Int64(metrics.authFailed)),
                    "non_mtlsremote_conn_count": 0,
                    "non_mtlslocal_conn_count": 0,
                ]),
            .init("client_response", sizes),
        ]
        if mode == .leader, let peer {
            members.append(.init("proposal_stats", peer.proposalSizes.json))
        }
        return members + [.init("node_count", .integer(Int64(nodeCount)))]
    }
}

extension SizeRange {
    fileprivate var json: JSON {
        [
            "last_buffer_size": .integer(Int64(last)), "min_buffer_size": .integer(Int64(min)),
            "max_buffer_size": .integer(Int64(max)),
        ]
    }
}

extension ConnectionStatus {
    fileprivate var briefly: [JSON.Member] {
        [
            .init("remote_socket_address", .string(remote)),
            .init("interest_ops", .integer(Int64(interest))),
            .init("outstanding_requests", .integer(Int64(outstanding))),
            .init("packets_received", .integer(received)),
            .init("packets_sent", .integer(sent)),
        ]
    }

    fileprivate var fully: [JSON.Member] {
        briefly + [
            .init("session_id", .integer(sessionID)),
            .init("last_operation", .string(lastOperation)),
            .init("established", .integer(established)),
            .init("session_timeout", .integer(Int64(sessionTimeout))),
            .init("last_cxid", .integer(lastCxid)),
            .init("last_zxid", .integer(lastZxid)),
            .init("last_response_time", .integer(lastResponse)),
            .init("last_latency", .integer(Int64(lastLatency))),
            .init("min_latency", .integer(Int64(latency.min))),
            .init(
                "avg_latency", .integer(Int64(latency.count == 0 ? 0 : latency.sum / latency.count))
            ),
            .init("max_latency", .integer(Int64(latency.max))),
        ]
    }
}
