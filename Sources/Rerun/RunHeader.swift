import Flight
import Replication
import Trace
import Zab
import Znodes

extension Header {
    /// Of a live server's recording.
    init(of start: FlightStart, disguise: inout Disguise) {
        let ensemble = start.ensemble
        self.init(
            recorder: "zabd",
            servers: ensemble.members.map {
                Member(lane: .server($0.rawValue), votes: ensemble.voters.contains($0))
            }, options: Header.options(start.settings.service))
        if case .hierarchical(let systems) = ensemble.quorums {
            groups = systems.map { group in
                Dictionary(
                    uniqueKeysWithValues: group.weights.entries.map {
                        ("\($0.key)", $0.value)
                    })
            }
        }
        let log = start.recovered.log
        var logged = log.entries.map { entry in
            let payload = disguise.payload(entry.payload.bytes)
            return Logged(
                zxid: entry.zxid, digest: Recorder.digest(payload), txn: Bytes(payload))
        }
        if log.base > .zero {
            logged.insert(Logged(zxid: log.base, digest: "snapshot"), at: 0)
        }
        if !logged.isEmpty { logs = ["\(start.id)": logged] }
        if log.base > .zero, let state = disguise.state(start.service) {
            states = ["\(start.id)": StartingState(at: log.base, snapshot: Bytes(state))]
        }
    }
}
