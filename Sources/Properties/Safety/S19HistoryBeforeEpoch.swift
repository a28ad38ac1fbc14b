import Trace
import Zab

/// S19 (ZOOKEEPER-4643): a server's current epoch becomes durable only after the history that
/// belongs to it.
struct HistoryBeforeEpoch: Check {
    mutating func input(
        _ input: StepInput, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard let at = moment.server else { return }
        let server = history.servers[at]
        switch input {
        case .durableEpochs(_, let current):
            // What was to be durable before it is what the server knew when it wrote the record; a
            // later synchronization in the same epoch brings more.
            guard current > server.durable.current, let last = lastEnds[server.lane.number],
                last.epoch == current,
                !server.storage.isDurable(through: last.zxid)
                    || server.storage.hasPendingReplacement
            else { return }
            let end = last.zxid
            findings.report(
                .historyBeforeEpoch, moment.n,
                "\(server.lane) has epoch \(current) on disk, but of its history only what ends at "
                    + "\(server.storage.disk.last), not \(end)")
        case .start(_, let current, let last, _):
            // A crash just after the epoch reached the disk, before the server heard of it.
            guard current > server.durable.current, current > last.epoch,
                current == server.recorded.current, last < server.log.last,
                let end = lastEnds[server.lane.number], end.epoch == current, last < end.zxid
            else { return }
            findings.report(
                .historyBeforeEpoch, moment.n,
                "\(server.lane) starts with epoch \(current) on disk, but of its history only "
                    + "what ends at "
                    + "\(last), not \(end.zxid)")
        default: break
        }
    }

    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .record(_, let current) = effect, let at = moment.server else { return }
        let server = history.servers[at]
        guard let end = Self.end(of: current, server) else { return }
        lastEnds[server.lane.number] = (current, end)
    }

    /// Where the history of the epoch recorded last ended, by server.
    private var lastEnds: [Int64: (epoch: Epoch, zxid: Zxid)] = [:]

    /// Where the history that belongs to the server's new current epoch ends.
    private static func end(of current: Epoch, _ server: ServerPast) -> Zxid? {
        if let reign = server.reign, reign.epoch == current { return reign.last }
        if let synced = server.synced, synced.epoch == nil || synced.epoch == current {
            return synced.last
        }
        return nil
    }
}
