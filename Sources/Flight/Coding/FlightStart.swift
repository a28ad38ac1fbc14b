public import Replication
public import Zab
public import Znodes

/// What a server was when its recording began: all that `Replica` is made of.
public struct FlightStart: Hashable, Sendable {
    public var id: ServerID
    public var ensemble: Ensemble
    /// With the wall clock at `Time.zero`.
    public var settings: Replication.Settings
    /// What its disk held.
    public var recovered: Recovered
    /// The state at `recovered.log.base`.
    public var service: Service
    /// False in a recording of version 1 or 2, whose server saved snapshots by another rule: their re-run is not asked
    /// whether one was due.
    package var knowsSnapshotRule = true

    public init(
        id: ServerID, ensemble: Ensemble, settings: Replication.Settings = Settings(),
        recovered: Recovered = Recovered(), service: Service = Service()
    ) {
        self.id = id
        self.ensemble = ensemble
        self.settings = settings
        self.recovered = recovered
        self.service = service
    }

    /// The server as it was.
    package var replica: Replica {
        Replica(
            id: id, ensemble: ensemble, settings: settings, recovered: recovered, service: service)
    }
}
