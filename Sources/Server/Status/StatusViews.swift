/// What several words and commands show of a status.
extension ServerStatus {
    /// The watched paths of every session, by session id.
    var watchesBySession: [SessionPaths] {
        var paths: [Int64: [String]] = [:]
        for watched in watches {
            for session in watched.sessions { paths[session, default: []].append(watched.path) }
        }
        return paths.sorted { $0.key < $1.key }
            .map { SessionPaths(session: $0.key, paths: $0.value) }
    }

    var watchSummary: (connections: Int, paths: Int, total: Int) {
        (
            Set(watches.flatMap(\.sessions)).count, watches.count,
            watches.reduce(0) { $0 + $1.sessions.count }
        )
    }

    /// Everything that is measured, under ZooKeeper's names, with what is so now first.
    var allMetrics: [Metric] { gauges + leaderGauges + metrics.metrics }

    private var gauges: [Metric] {
        [
            .gauge("ephemerals_count", ephemeralsCount),
            .gauge("num_alive_connections", aliveConnections),
            .average("avg_latency", metrics.latency.average),
            .gauge("outstanding_requests", outstandingRequests),
            .gauge("znode_count", nodeCount),
            .gauge("global_sessions", globalSessions),
            .gauge("local_sessions", localSessions),
            .gauge("last_client_response_size", metrics.clientResponseSizes.last),
            .gauge("min_client_response_size", metrics.clientResponseSizes.min),
            .gauge("max_client_response_size", metrics.clientResponseSizes.max),
            .gauge("packets_sent", metrics.packetsSent),
            .gauge("packets_received", metrics.packetsReceived),
            .average("connection_drop_probability", 0),
            .gauge("watch_count", watchCount),
            .gauge("auth_failed_count", metrics.authFailed),
            .gauge("min_latency", metrics.latency.min),
            .gauge("max_latency", metrics.latency.max),
            .gauge("approximate_data_size", approximateDataSize),
            .gauge("open_file_descriptor_count", openFileDescriptors),
            .gauge("max_file_descriptor_count", maxFileDescriptors),
            .gauge("uptime", Int(uptime)),
        ]
    }

    private var leaderGauges: [Metric] {
        guard let peer else { return [] }
        var gauges: [Metric] = [
            .gauge("quorum_size", peer.quorumSize),
            .gauge("synced_observers", peer.syncedObservers),
        ]
        guard mode == .leader else { return gauges }
        gauges += [
            .gauge("learners", peer.learners),
            .gauge("synced_followers", peer.syncedFollowers),
            .gauge("synced_non_voting_followers", peer.syncedNonVotingFollowers),
            .gauge("pending_syncs", peer.pendingSyncs),
            .gauge("leader_uptime", Int(peer.leaderUptime)),
            .gauge("last_proposal_size", peer.proposalSizes.last),
            .gauge("min_proposal_size", peer.proposalSizes.min),
            .gauge("max_proposal_size", peer.proposalSizes.max),
        ]
        return gauges
    }

    /// The keys and values of `mntr` and `/commands/monitor`.
    var monitorValues: [(key: String, value: JSON)] {
        var values: [(key: String, value: JSON)] = [
            ("version", .string(version.text)), ("server_state", .string(mode.rawValue)),
        ]
        if let peer { values.append(("peer_state", .string(peer.state))) }
        return values + allMetrics.flatMap(\.monitorValues)
    }
}

extension Metric {
    /// As `DefaultMetricsProvider` dumps it: a summary under five names, nine with percentiles.
    fileprivate var monitorValues: [(key: String, value: JSON)] {
        switch self {
        case .gauge(let name, let value), .counter(let name, let value):
            [(name, .integer(Int64(value)))]
        case .average(let name, let value): [(name, .decimal(value))]
        case .summary(let name, let summary): Self.values(name, summary.spread)
        case .detailed(let name, let summary):
            Self.values(name, summary.spread)
                + [("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("p999", 0.999)].map {
                    ("\($0)_\(name)", .integer(Int64(summary.quantile($1))))
                }
        }
    }

    private static func values(_ name: String, _ spread: Spread) -> [(key: String, value: JSON)] {
        [
            ("avg_\(name)", .decimal(spread.average)),
            ("min_\(name)", .integer(Int64(spread.min))),
            ("max_\(name)", .integer(Int64(spread.max))),
            ("cnt_\(name)", .integer(Int64(spread.count))),
            ("sum_\(name)", .integer(Int64(spread.sum))),
        ]
    }
}
