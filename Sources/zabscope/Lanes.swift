import Trace

extension Recording {
    /// - Parameter name: what the learner named the lanes to.
    /// - Throws: `Failure` with those that there are, if one of these is not.
    func requireLanes(_ lanes: [Lane], for name: String) throws {
        let there = header.servers.map(\.lane) + header.clients
        guard let missing = lanes.first(where: { !there.contains($0) }) else { return }
        throw Failure.unusable(
            "\(name): there is no \(missing) in it, only " + Wording.and(there.map(\.name)))
    }
}
