/// The commands about the other servers.
extension AdminCommand {
    static let ofEnsemble: [AdminCommand] = [
        AdminCommand(names: ["leader", "lead"]) { status, configuration, _ in
            guard let peer = status.peer else {
                return [.init("error", "server is not initialized")]
            }
            let leader = configuration.members.first { $0.id == peer.leader }
            return [
                .init("is_leader", .bool(status.mode == .leader)),
                .init("leader_id", .integer(peer.leader ?? -1)),
                .init("leader_ip", .string(leader?.host ?? "")),
            ]
        },
        AdminCommand(names: ["observer_connection_stat_reset", "orst"]) { _, _, _ in [] },
        AdminCommand(names: ["observers", "obsr"]) { status, _, _ in
            [
                .init("synced_observers", .integer(Int64(status.peer?.syncedObservers ?? 0))),
                .init("observers", []),
            ]
        },
        AdminCommand(names: ["voting_view"]) { status, configuration, _ in
            let voters =
                status.peer == nil ? [] : configuration.members.filter { $0.role == .participant }
            return [
                .init("current_config", .object(voters.map { .init("\($0.id)", $0.json) }))
            ]
        },
        AdminCommand(names: ["zabstate"], needsService: false) { status, configuration, _ in
            guard let peer = status.peer, let own = configuration.ownMember else {
                return [.init("voting", false), .init("zabstate", "")]
            }
            let port = configuration.clientPort.map {
                "\(configuration.clientPortAddress ?? "0.0.0.0"):\($0)"
            }
            return [
                .init("myid", .integer(own.id)),
                .init("is_leader", .bool(status.mode == .leader)),
                .init("quorum_address", .string("\(own.host):\(own.quorumPort)")),
                .init("election_address", .string("\(own.host):\(own.electionPort)")),
                .init("client_address", .string(port ?? "")),
                .init("voting", .bool(own.role == .participant)),
                .init("last_zxid", .string(FourLetterAnswer.hex(status.lastZxid))),
                .init("zab_epoch", .integer(status.lastZxid >> 32)),
                .init("zab_counter", .integer(status.lastZxid & 0xFFFF_FFFF)),
                .init("zabstate", .string(peer.zabState)),
            ]
        },
    ]
}

extension Member {
    fileprivate var json: JSON {
        [
            "server_addresses": [.string("\(host):\(quorumPort)")],
            "election_addresses": [.string("\(host):\(electionPort)")],
            "client_address": .string(clientPort.map { "\(clientHost ?? "0.0.0.0"):\($0)" } ?? ""),
            "learner_type": .string(role.rawValue),
        ]
    }
}
