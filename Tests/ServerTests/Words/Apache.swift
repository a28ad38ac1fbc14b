import ZooKeeperWire

@testable import Server

/// Debian's Apache ZooKeeper 3.8.0 after a small session of two clients, as a status of ours.
enum Apache {
    static let configuration: Configuration = {
        var configuration = Configuration()
        configuration.dataDir = "/srv/data"
        configuration.dataLogDir = "/srv/log"
        configuration.clientPort = 24_299
        configuration.tickTime = 2_000
        configuration.maxClientCnxns = 0
        configuration.fourLetterWords = Set(FourLetterWord.allCases)
        configuration.text = "tickTime=2000\nclientPort=24299\n"
        return configuration
    }()

    static let standalone: ServerStatus = {
        var status = ServerStatus()
        status.version = ServerVersion(built: "2024-12-29 17:54 UTC")
        status.now = 11_560_000
        status.wallClock = 1_795_362_354_000
        status.uptime = 30_562
        status.lastZxid = 9
        status.aliveConnections = 3
        status.globalSessions = 2
        status.nodeCount = 10
        status.ephemeralsCount = 3
        status.approximateDataSize = 73
        status.watchCount = 4
        status.lastSnapshot = (0, 1_795_362_324)
        for latency in [0, 0, 1, 7] { status.metrics.latency.add(latency) }
        status.metrics.packetsReceived = 23
        status.metrics.packetsSent = 22
        for size in [16, 89, 37] { status.metrics.clientResponseSizes.add(size) }
        for time in [0, 0, 2] { status.metrics.fsyncTime.add(time) }
        status.connections = [second, first, asking]
        status.sessions = .buckets([
            .init(expiry: 11_570_000, sessions: [0x1000_0AFE_E7C0_001]),
            .init(expiry: 11_590_000, sessions: [0x1000_0AFE_E7C0_002]),
        ])
        status.ephemerals = [
            SessionPaths(session: 0x1000_0AFE_E7C0_002, paths: ["/eb"]),
            SessionPaths(session: 0x1000_0AFE_E7C0_001, paths: ["/app/e1", "/app/e2"]),
        ]
        status.watches = [
            PathSessions(
                path: "/app/e1", sessions: [0x1000_0AFE_E7C0_001, 0x1000_0AFE_E7C0_002]),
            PathSessions(path: "/zz", sessions: [0x1000_0AFE_E7C0_002]),
        ]
        status.measure([.environment, .process], data: "", log: "")
        status.directories.data = "/srv/data/version-2"
        status.directories.dataSize = 67_109_337
        status.directories.log = "/srv/log/version-2"
        status.directories.logSize = 67_109_338
        return status
    }()

    /// Has done nothing since its statistics were reset.
    private static let first: ConnectionStatus = {
        var connection = ConnectionStatus(remote: "127.0.0.1:41368")
        connection.received = 9
        connection.sent = 9
        connection.expiry = 11_570_000
        connection.sessionID = 0x1000_0AFE_E7C0_001
        connection.established = 1_795_362_353_689
        connection.sessionTimeout = 10_000
        return connection
    }()

    private static let second: ConnectionStatus = {
        var connection = ConnectionStatus(remote: "127.0.0.1:41384")
        connection.received = 5
        connection.sent = 5
        connection.expiry = 11_590_000
        connection.sessionID = 0x1000_0AFE_E7C0_002
        connection.lastOperation = ConnectionStatus.operationName(8)
        connection.established = 1_795_362_353_709
        connection.sessionTimeout = 30_000
        connection.lastCxid = 4
        connection.lastZxid = 9
        connection.lastResponse = 11_558_799
        connection.lastLatency = 1
        for latency in [0, 4, 1] { connection.latency.add(latency) }
        return connection
    }()

    private static let asking: ConnectionStatus = {
        var connection = ConnectionStatus(remote: "127.0.0.1:41442")
        connection.interest = 0
        connection.received = 1
        connection.expiry = 11_570_000
        return connection
    }()

    /// All keys of its `mntr`, alone and as a leader, but those that name a node of its tree.
    static let monitorKeys: Set<String> = {
        let summaries = (basic + detailed).flatMap { name in
            ["avg", "min", "max", "cnt", "sum"].map { "\($0)_\(name)" }
        }
        let percentiles = detailed.flatMap { name in
            ["p50", "p95", "p99", "p999"].map { "\($0)_\(name)" }
        }
        return Set((single + leading + summaries + percentiles).map { "zk_\($0)" })
    }()

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    private static let single = words(
        """
        version server_state ephemerals_count num_alive_connections avg_latency
        outstanding_requests znode_count global_sessions non_mtls_remote_conn_count
        last_client_response_size packets_sent packets_received max_client_response_size
        connection_drop_probability watch_count auth_failed_count min_latency
        max_file_descriptor_count approximate_data_size open_file_descriptor_count
        local_sessions uptime max_latency outstanding_tls_handshake
        min_client_response_size non_mtls_local_conn_count proposal_count watch_bytes
        outstanding_changes_removed throttled_ops stale_requests_dropped
        large_requests_rejected insecure_admin_count connection_rejected
        cnxn_closed_without_zk_server_running sessionless_connections_expired
        looking_count dead_watchers_queued stale_requests connection_drop_count
        learner_proposal_received_count digest_mismatches_count dead_watchers_cleared
        response_packet_cache_hits bytes_received_count add_dead_watcher_stall_time
        request_throttle_wait_count requests_not_forwarded_to_commit_processor
        response_packet_cache_misses ensemble_auth_success prep_processor_request_queued
        learner_commit_received_count stale_replies connection_request_count
        response_bytes ensemble_auth_fail diff_count
        response_packet_get_children_cache_misses connection_revalidate_count
        quit_leading_due_to_disloyal_voter snap_count unrecoverable_error_count
        unsuccessful_handshake commit_count stale_sessions_expired
        response_packet_get_children_cache_hits sync_processor_request_queued
        outstanding_changes_queued request_commit_queued ensemble_auth_skip
        skip_learner_request_to_next_processor_count tls_handshake_exceeded
        revalidate_count
        """)

    private static let leading = words(
        """
        peer_state quorum_size learners synced_followers synced_non_voting_followers
        synced_observers pending_syncs leader_uptime last_proposal_size min_proposal_size
        max_proposal_size
        """)

    private static let basic = words(
        """
        socket_closing_time proposal_process_time leader_unavailable_time
        node_created_watch_count session_queues_drained write_commit_proc_req_queued
        connection_token_deficit read_commit_proc_req_queued node_deleted_watch_count
        startup_txns_load_time sync_processor_queue_size follower_sync_time
        prep_processor_queue_size fsynctime inflight_snap_count
        reads_issued_from_session_queue learner_request_processor_queue_size
        snapshottime unavailable_time startup_txns_loaded
        reads_after_write_in_session_queue requests_in_session_queue
        write_commit_proc_issued prep_process_time pending_session_queue_size
        time_waiting_empty_pool_in_commit_processor_read_ms commit_process_time
        dbinittime inflight_diff_count netty_queued_buffer_capacity election_time
        commit_commit_proc_req_queued sync_processor_batch_size
        node_children_watch_count write_batch_time_in_commit_processor
        read_commit_proc_issued concurrent_request_processing_in_commit_processor
        observer_sync_time node_changed_watch_count sync_process_time
        startup_snap_load_time
        """)

    /// With percentiles.
    private static let detailed = words(
        """
        prep_processor_queue_time_ms jvm_pause_time_ms close_session_prep_time
        read_commitproc_time_ms updatelatency local_write_committed_time_ms
        request_throttle_queue_time_ms readlatency quorum_ack_latency
        om_commit_process_time_ms read_final_proc_time_ms commit_propagation_latency
        dead_watchers_cleaner_latency write_final_proc_time_ms
        proposal_ack_creation_latency proposal_latency om_proposal_process_time_ms
        sync_processor_queue_and_flush_time_ms propagation_latency
        server_write_committed_time_ms sync_processor_queue_time_ms
        sync_processor_queue_flush_time_ms write_commitproc_time_ms
        """)
}
