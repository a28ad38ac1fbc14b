/// The members of the ensemble, taken together (`QuorumPeerConfig.parseDynamicConfig`, `checkValidity`).
extension ConfigurationReading {
    mutating func validateMembers() {
        let voters = configuration.members.filter { $0.role == .participant }
        guard let first = configuration.members.first else { return }
        let place = "server.\(first.id)"
        if voters.isEmpty {
            report(.error, key: place, "is an observer, and there is no participant to observe")
        } else if !configuration.isEnsemble, configuration.members.count > 1 {
            report(.error, key: place, "is the only participant; observers need a quorum")
        }
        adoptOwnLine()
        guard configuration.isEnsemble else { return }
        for key in ["initLimit", "syncLimit"] where !isSet(key) {
            report(.error, nil, "\(key) is not set; an ensemble needs it")
        }
        if configuration.myid == nil {
            report(
                .error, nil,
                "\(configuration.dataDir)/myid is missing; it says which server this is")
        }
        validateGroups(of: voters)
        if voters.count.isMultiple(of: 2) {
            report(
                .warning, key: place,
                "is one of \(voters.count) participants; an even number stands no more failures than one less"
            )
        }
    }

    /// What the line of this very server says about its role and its client port
    /// (`setupClientPort`, `setupPeerType`).
    private mutating func adoptOwnLine() {
        guard let id = configuration.myid else { return }
        guard let own = configuration.members.first(where: { $0.id == id }) else {
            if configuration.isEnsemble {
                report(.error, nil, "myid is \(id), but there is no server.\(id)")
            }
            return
        }
        if isSet("peerType"), configuration.peerType != own.role {
            report(.warning, key: "peerType", "is not what server.\(id) says, which counts")
        }
        configuration.peerType = own.role
        guard let port = own.clientPort else { return }
        if let other = configuration.clientPort, other != port {
            report(.error, key: "clientPort", "is \(other), but server.\(id) says \(port)")
        }
        configuration.clientPort = port
        if let host = own.clientHost { configuration.clientPortAddress = host }
    }

    /// With groups, every participant is in exactly one (`QuorumHierarchical`).
    private mutating func validateGroups(of voters: [Member]) {
        let grouped = configuration.groups.sorted { $0.key < $1.key }
        if grouped.isEmpty {
            if let id = configuration.weights.keys.min() {
                report(.error, key: "weight.\(id)", "needs groups; there is no group.N")
            }
            return
        }
        let known = Set(configuration.members.map(\.id))
        var seen: Set<Int64> = []
        for (group, ids) in grouped {
            for id in ids {
                if !known.contains(id) {
                    report(
                        .error, key: "group.\(group)", "names \(id), but there is no server.\(id)")
                } else if !seen.insert(id).inserted {
                    report(
                        .error, key: "group.\(group)", "names \(id), which is in a group already")
                }
            }
        }
        for voter in voters where !seen.contains(voter.id) {
            report(.error, key: "server.\(voter.id)", "is in no group")
        }
    }
}
