import DequeModule
public import Replication
import Trace
public import Zab
import Znodes

/// A whole service as one value: servers, links, disks, clock, clients and faults, all from one seed.
///
/// Copying it is cheap, since everything large in it shares structure; so a step back is an earlier copy,
/// and a "what if" is another copy that goes on differently. The same seed and the same actions give the
/// same steps in every process.
public struct World: Hashable, Sendable {
    public let ensemble: Ensemble
    /// For the servers that start from here on.
    public var settings: Replication.Settings
    /// For what begins from here on.
    public var conditions: Conditions
    /// The virtual clock.
    public internal(set) var now = Time.zero
    /// How many steps have been taken.
    public internal(set) var steps = 0
    /// Whether steps are recorded; off, it runs faster and `step()` has nothing to return.
    public var isRecording: Bool

    var dice: SplitMix64
    var agenda = Agenda()
    /// What the user of the world, or a trap, wants done before anything else happens.
    var commands: Deque<Intervention> = []
    var servers: [Server]
    /// Election port, from each server to each other.
    var lines: [ElectionLine]
    /// Quorum port, by number.
    var wires: [QuorumWire] = []
    var clients: [Client] = []
    /// Client port, by number.
    var clientWires: [ClientWire] = []
    var faults: Faults
    /// Losses that have no connection to be told on.
    var losses: Deque<LostWord> = []
    var connections = 0
    var plan: [TimedIntervention] = []
    /// The rules that processes which start from here on do not keep.
    var broken: [Rule] = []
    /// How many servers stand still.
    var frozen = 0
    var recorder = Recorder()
    /// What the step under way did, while it is being recorded.
    var notes: Notes?
    /// The step just taken, until it is asked for.
    var record: Step?
    /// The servers' fields as of the last step recorded.
    var states: [ServerState]
    /// Empty between steps; kept for its storage.
    var scratch: [Replication.Effect] = []

    typealias QuorumWire = Wire<Message, Message>
    typealias ClientWire = Wire<ClientInput, ServerWord>

    public init(
        ensemble: Ensemble, settings: Replication.Settings = Replication.Settings(),
        conditions: Conditions = Conditions(), seed: UInt64 = 1, isRecording: Bool = true
    ) {
        self.ensemble = ensemble
        self.settings = settings
        self.conditions = conditions
        self.isRecording = isRecording
        dice = SplitMix64(seed: seed)
        servers = ensemble.members.map(Server.init(id:))
        lines = Array(repeating: ElectionLine(), count: servers.count * servers.count)
        faults = Faults(servers: servers.count)
        states = Array(repeating: ServerState(), count: servers.count)
    }

    /// So many voters `s1`, `s2` …, and after them so many observers.
    public init(
        voters: Int, observers: Int = 0, settings: Replication.Settings = Replication.Settings(),
        conditions: Conditions = Conditions(), seed: UInt64 = 1, isRecording: Bool = true
    ) {
        let ids = (1...(voters + observers)).map { ServerID(Int64($0)) }
        self.init(
            ensemble: Ensemble(
                voters: ServerSet(ids.prefix(voters)), observers: ServerSet(ids.dropFirst(voters))),
            settings: settings, conditions: conditions, seed: seed, isRecording: isRecording)
    }

    // MARK: - Looking at it

    /// The process that runs on a server; nil while none does.
    public func replica(_ id: ServerID) -> Replica? {
        place(of: id).flatMap { servers[$0].replica }
    }

    /// Which process that is, counted from 1; 0 before the first start.
    public func life(_ id: ServerID) -> Int { place(of: id).map { servers[$0].life } ?? 0 }

    public func isRunning(_ id: ServerID) -> Bool { replica(id) != nil }

    /// Whether it takes clients, as part of an established quorum.
    public func isServing(_ id: ServerID) -> Bool { replica(id)?.isServing == true }

    func place(of id: ServerID) -> Int? { servers.firstIndex { $0.id == id } }

    func requirePlace(of id: ServerID) -> Int {
        guard let place = place(of: id) else {
            preconditionFailure("\(id) is no member of this ensemble")
        }
        return place
    }
}
