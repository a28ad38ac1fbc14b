import Testing
import ZooKeeperWire

@testable import Server

/// The JSON is that of Debian's Apache ZooKeeper 3.8.0 in the same state, but for its own version.
@Suite struct `Admin commands` {
    private func run(
        _ name: String, _ status: ServerStatus = Apache.standalone, query: [String: String] = [:]
    ) throws -> String {
        let command = try #require(AdminCommand.named(name))
        return command.response(status, Apache.configuration, query: query).text
    }

    @Test func `the names are Apache's`() {
        #expect(
            AdminCommand.all.map(\.name) == [
                "configuration", "connection_stat_reset", "connections", "dirs", "dump",
                "environment", "get_trace_mask", "hash", "initial_configuration", "is_read_only",
                "last_snapshot", "leader", "monitor", "observer_connection_stat_reset", "observers",
                "ruok", "server_stats", "set_trace_mask", "stat_reset", "stats",
                "system_properties", "voting_view", "watch_summary", "watches", "watches_by_path",
                "zabstate",
            ])
        let short = [
            "conf", "config", "cons", "crst", "env", "envi", "gtmk", "icfg", "isro", "lsnp", "lead",
            "mntr", "orst", "stmk", "srvr", "stat", "srst", "obsr", "sysp", "wchc", "wchp", "wchs",
        ]
        #expect(short.filter { AdminCommand.named($0) == nil } == [])
    }

    @Test func `words of four letters need the same as a command and as a word`() {
        for word in FourLetterWord.allCases {
            guard let command = AdminCommand.named(word.rawValue) else { continue }
            #expect(command.needs.isSuperset(of: word.needs.subtracting(.connections)), "\(word)")
        }
    }

    @Test(arguments: [
        ("ruok", #"{ "command" : "ruok", "error" : null }"#),
        ("crst", #"{ "command" : "connection_stat_reset", "error" : null }"#),
        ("srst", #"{ "command" : "stat_reset", "error" : null }"#),
        ("isro", #"{ "read_only" : false, "command" : "is_read_only", "error" : null }"#),
        ("gtmk", #"{ "tracemask" : 306, "command" : "get_trace_mask", "error" : null }"#),
        ("hash", #"{ "digests" : [ ], "command" : "hash", "error" : null }"#),
        (
            "dirs",
            #"{ "datadir_size" : 67109337, "logdir_size" : 67109338, "command" : "dirs", "error" : null }"#
        ),
        (
            "lsnp",
            #"{ "zxid" : "0", "timestamp" : 1795362324, "command" : "last_snapshot", "error" : null }"#
        ),
        ("leader", #"{ "error" : "server is not initialized", "command" : "leader" }"#),
        (
            "zabstate",
            #"{ "voting" : false, "zabstate" : "", "command" : "zabstate", "error" : null }"#
        ),
        ("voting_view", #"{ "current_config" : { }, "command" : "voting_view", "error" : null }"#),
        (
            "observers",
            #"{ "synced_observers" : 0, "observers" : [ ], "command" : "observers", "error" : null }"#
        ),
        (
            "wchs",
            #"{ "num_connections" : 2, "num_paths" : 2, "num_total_watches" : 3, "command" : "watch_summary", "error" : null }"#
        ),
        (
            "icfg",
            #"{ "initial_configuration" : "tickTime=2000\nclientPort=24299\n", "command" : "initial_configuration", "error" : null }"#
        ),
        (
            "stmk",
            #"{ "error" : "setTraceMask requires long traceMask argument", "command" : "set_trace_mask" }"#
        ),
    ]) func `short answers`(name: String, answer: String) throws {
        #expect(try run(name).replacing(/\n */, with: " ") == answer)
    }

    @Test func configuration() throws {
        #expect(
            try run("conf") == """
                {
                  "client_port" : 24299,
                  "data_dir" : "/srv/data/version-2",
                  "data_log_dir" : "/srv/log/version-2",
                  "tick_time" : 2000,
                  "max_client_cnxns" : 0,
                  "min_session_timeout" : 4000,
                  "max_session_timeout" : 40000,
                  "server_id" : 0,
                  "client_port_listen_backlog" : -1,
                  "command" : "configuration",
                  "error" : null
                }
                """)
    }

    @Test func connections() throws {
        var status = Apache.standalone
        status.connections.removeFirst()
        status.connections[1].isSecure = true
        #expect(
            try run("cons", status).hasPrefix(
                """
                {
                  "connections" : [ {
                    "remote_socket_address" : "127.0.0.1:41368",
                    "interest_ops" : 1,
                    "outstanding_requests" : 0,
                    "packets_received" : 9,
                    "packets_sent" : 9,
                    "session_id" : 72058349658308609,
                    "last_operation" : "NA",
                    "established" : 1795362353689,
                    "session_timeout" : 10000,
                    "last_cxid" : -1,
                    "last_zxid" : -1,
                    "last_response_time" : 0,
                    "last_latency" : 0,
                    "min_latency" : 0,
                    "avg_latency" : 0,
                    "max_latency" : 0
                  } ],
                  "secure_connections" : [ {
                    "remote_socket_address" : "127.0.0.1:41442",
                """))
    }

    @Test func dump() throws {
        #expect(
            try run("dump") == """
                {
                  "expiry_time_to_session_ids" : {
                    "11570000" : [ 72058349658308609 ],
                    "11590000" : [ 72058349658308610 ]
                  },
                  "session_id_to_ephemeral_paths" : {
                    "72058349658308610" : [ "/eb" ],
                    "72058349658308609" : [ "/app/e1", "/app/e2" ]
                  },
                  "command" : "dump",
                  "error" : null
                }
                """)
    }

    @Test func `server_stats`() throws {
        #expect(
            try run("srvr") == """
                {
                  "version" : "3.8.0-zabscope, built on 2024-12-29 17:54 UTC",
                  "read_only" : false,
                  "server_stats" : {
                    "packets_sent" : 22,
                    "packets_received" : 23,
                    "fsync_threshold_exceed_count" : 0,
                    "client_response_stats" : {
                      "last_buffer_size" : 37,
                      "min_buffer_size" : 16,
                      "max_buffer_size" : 89
                    },
                    "data_dir_size" : 67109337,
                    "log_dir_size" : 67109338,
                    "provider_null" : false,
                    "server_state" : "standalone",
                    "last_processed_zxid" : 9,
                    "outstanding_requests" : 0,
                    "avg_latency" : 2.0,
                    "max_latency" : 7,
                    "min_latency" : 0,
                    "num_alive_client_connections" : 3,
                    "uptime" : 30562,
                    "auth_failed_count" : 0,
                    "non_mtlsremote_conn_count" : 0,
                    "non_mtlslocal_conn_count" : 0
                  },
                  "client_response" : {
                    "last_buffer_size" : 37,
                    "min_buffer_size" : 16,
                    "max_buffer_size" : 89
                  },
                  "node_count" : 10,
                  "command" : "server_stats",
                  "error" : null
                }
                """)
    }

    @Test func `watches by session and by path`() throws {
        #expect(
            try run("watches") == """
                {
                  "session_id_to_watched_paths" : {
                    "72058349658308609" : [ "/app/e1" ],
                    "72058349658308610" : [ "/app/e1", "/zz" ]
                  },
                  "command" : "watches",
                  "error" : null
                }
                """)
        #expect(
            try run("wchp") == """
                {
                  "path_to_session_ids" : {
                    "/app/e1" : [ 72058349658308609, 72058349658308610 ],
                    "/zz" : [ 72058349658308610 ]
                  },
                  "command" : "watches_by_path",
                  "error" : null
                }
                """)
    }

    @Test func `monitor has the keys of mntr without their prefix`() throws {
        let answer = try run("mntr")
        let lines = FourLetterAnswer.text(.mntr, Apache.standalone, Apache.configuration)
            .split(separator: "\n").map { $0.split(separator: "\t") }
        #expect(lines.count > 100)
        for line in lines {
            #expect(answer.contains("\n  \"\(line[0].dropFirst(3))\" : "), "\(line[0])")
        }
    }

    @Test func `a member tells about the ensemble`() throws {
        var configuration = Apache.configuration
        configuration.members = try (1...3).map {
            try Member(id: $0, "127.0.0.1:2214\($0):2133\($0)")
        }
        configuration.members[2].clientPort = 2_181
        configuration.myid = 2
        var status = Apache.standalone
        status.mode = .follower
        status.lastZxid = 0x1_0000_000C
        status.peer = PeerStatus()
        status.peer?.leader = 3
        status.peer?.zabState = "broadcast"
        func run(_ name: String) throws -> String {
            try #require(AdminCommand.named(name)).response(status, configuration, query: [:]).text
                .replacing(/\n */, with: " ")
        }
        #expect(
            try run("leader")
                == #"{ "is_leader" : false, "leader_id" : 3, "leader_ip" : "127.0.0.1", "command" : "leader", "error" : null }"#
        )
        #expect(
            try run("voting_view").contains(
                #""3" : { "server_addresses" : [ "127.0.0.1:22143" ], "election_addresses" : [ "127.0.0.1:21333" ], "client_address" : "0.0.0.0:2181", "learner_type" : "participant" } }"#
            ))
        #expect(
            try run("zabstate").contains(
                #""voting" : true, "last_zxid" : "0x10000000c", "zab_epoch" : 1, "zab_counter" : 12, "zabstate" : "broadcast""#
            ))
        #expect(try run("conf").contains(#""election_port" : 21332, "quorum_port" : 22142"#))
    }

    @Test func `a server that does not serve says so`() throws {
        var idle = Apache.standalone
        idle.isServing = false
        #expect(
            try run("stat", idle).replacing(/\n */, with: " ")
                == #"{ "command" : "stats", "error" : "This ZooKeeper instance is not currently serving requests" }"#
        )
        #expect(try run("gtmk", idle).contains("306"))
    }

    @Test(arguments: [
        (JSON.string("a\"b\\c\n\t\r\u{8}\u{c}\u{1}é"), #""a\"b\\c\n\t\r\b\f\u0001é""#),
        (.array([]), "[ ]"), (.object([]), "{ }"), (.array([1, true, .null]), "[ 1, true, null ]"),
        (.decimal(0.1765), "0.1765"), (.decimal(.nan), "null"),
        (.integer(.min), "-9223372036854775808"),
        (
            ["a": ["b": [["c": 1]]]] as JSON,
            "{\n  \"a\" : {\n    \"b\" : [ {\n      \"c\" : 1\n    } ]\n  }\n}"
        ),
    ]) func `JSON as Jackson prints it`(value: JSON, text: String) {
        #expect(value.text == text)
    }
}
