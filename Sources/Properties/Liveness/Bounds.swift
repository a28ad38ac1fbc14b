public import Zab

/// How long things may take once faults have stopped, in nanoseconds of the trace's clock.
public struct Bounds: Hashable, Sendable {
    /// L1: until a leader is established.
    public var leader: Int64
    /// L2: how many election rounds a server may begin.
    public var rounds: Int
    /// L3: until every running server is up to date.
    public var allInStep: Int64
    /// L4: until a call ends, once all are in step.
    public var call: Int64
    /// L5 and W4: until every delivery and event has arrived, once all are in step.
    public var convergence: Int64
    /// G7: until what is committed is shown to everyone who is still served.
    public var hidden: Int64
    /// The unit of all timing, `tickTime`.
    public var tick: Int64

    /// From the ensemble's timing: an election takes its quiet periods and a back-off, discovery
    /// and synchronization at most initLimit each; a server that is stuck with a lost leader
    /// notices after syncLimit.
    public init(_ timing: Timing = Timing()) {
        let tick = timing.tick.nanoseconds
        let election =
            2 * timing.finalizeWait.nanoseconds + 2 * timing.notificationLast.nanoseconds
            + Int64(timing.connectAttempts) * timing.connectDelay.nanoseconds
        leader = election + (timing.initLimit + timing.syncLimit) * tick
        rounds = 3
        allInStep = leader + timing.initLimit * tick
        call = 2 * timing.syncLimit * tick
        convergence = 2 * tick
        hidden = (timing.syncLimit + 3) * tick
        self.tick = tick
    }
}
