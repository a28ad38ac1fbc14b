import Testing
import Zab
import Znodes

@testable import Simulator

@Suite struct `A disk` {
    private var disk = Disk()
    private var dice = SplitMix64(seed: 1)

    private func proposal(_ counter: UInt32) -> Proposal {
        Proposal(zxid: Zxid(epoch: 1, counter: counter), payload: [UInt8(counter)])
    }

    private func zxid(_ counter: UInt32) -> Zxid { Zxid(epoch: 1, counter: counter) }

    private var log: [Zxid] { disk.platter.recovered.0.log.entries.map(\.zxid) }

    @Test mutating func `makes durable what was written before the flush, and nothing after it`() {
        _ = disk.add(.append(proposal(1)), cause: 1)
        let isUnderWay = disk.add(.flush, cause: 1)
        #expect(isUnderWay)
        _ = disk.add(.append(proposal(2)), cause: 2)
        let (durable, cause) = disk.finish()
        #expect(durable == .log(zxid(1)))
        #expect(cause == 1)
        #expect(log == [zxid(1)])
        let lost = disk.powerFails(tears: false, &dice)
        #expect(lost == [zxid(2)])
        #expect(log == [zxid(1)])
    }

    @Test mutating func `answers each flush once, in order`() {
        let isUnderWay = disk.add(.flush, cause: 1)
        #expect(isUnderWay)
        _ = disk.add(.append(proposal(1)), cause: 2)
        let isSecondUnderWay = disk.add(.flush, cause: 2)
        #expect(!isSecondUnderWay)
        let first = disk.finish()
        #expect(first.durable == .log(.zero))
        let second = disk.finish()
        #expect(second.durable == .log(zxid(1)))
        #expect(disk.current == nil)
    }

    @Test mutating func `keeps what a process wrote when only the process ends`() {
        for counter in 1...3 { _ = disk.add(.append(proposal(UInt32(counter))), cause: 1) }
        let lost = disk.processEnds(&dice)
        #expect(lost == [])
        #expect(log == [zxid(1), zxid(2), zxid(3)])
    }

    @Test mutating func `tears what was not flushed only at its end`() {
        var lengths: Set<Int> = []
        for seed in 1...40 {
            var disk = Disk()
            var dice = SplitMix64(seed: UInt64(seed))
            for counter in 1...3 { _ = disk.add(.append(proposal(UInt32(counter))), cause: 1) }
            let lost = disk.powerFails(tears: true, &dice)
            let kept = disk.platter.recovered.0.log.entries.map(\.zxid)
            #expect(kept + lost == [zxid(1), zxid(2), zxid(3)])
            lengths.insert(kept.count)
        }
        #expect(lengths == [0, 1, 2, 3])
    }

    @Test
    mutating func `writes an epoch record wholly or not at all, and nothing that waited behind it`()
    {
        var outcomes: Set<[UInt32]> = []
        for seed in 1...40 {
            var disk = Disk()
            var dice = SplitMix64(seed: UInt64(seed))
            let isUnderWay = disk.add(.record(Epochs(accepted: 2, current: 1)), cause: 1)
            #expect(isUnderWay)
            _ = disk.add(.append(proposal(1)), cause: 2)
            let lost = disk.processEnds(&dice)
            let recovered = disk.platter.recovered.0
            outcomes.insert([recovered.epochs.accepted, recovered.epochs.current])
            #expect(lost.isEmpty == (recovered.log.last == zxid(1)))
        }
        #expect(outcomes == [[0, 0], [2, 1]])
    }

    @Test mutating func `starts from the newest snapshot and the log behind it`() {
        for counter in 1...4 { _ = disk.add(.append(proposal(UInt32(counter))), cause: 1) }
        _ = disk.add(.flush, cause: 1)
        _ = disk.finish()
        let isUnderWay = disk.add(.save(service(at: 3)), cause: 2)
        #expect(isUnderWay)
        let finished = disk.finish()
        #expect(finished.durable == .snapshot(zxid(3)))
        let (recovered, service) = disk.platter.recovered
        #expect(service.lastZxid == Int64(zxid(3).rawValue))
        #expect(recovered.log.base == zxid(3))
        #expect(recovered.log.entries.map(\.zxid) == [zxid(4)])
    }

    @Test mutating func `drops the snapshots above a truncation once that is flushed`() {
        for counter in 1...4 { _ = disk.add(.append(proposal(UInt32(counter))), cause: 1) }
        _ = disk.add(.flush, cause: 1)
        _ = disk.finish()
        _ = disk.add(.save(service(at: 3)), cause: 2)
        _ = disk.finish()
        _ = disk.add(.truncate(to: zxid(2)), cause: 3)
        #expect(disk.platter.recovered.0.log.last == zxid(4))
        _ = disk.add(.flush, cause: 3)
        _ = disk.finish()
        #expect(disk.platter.recovered.0 == Recovered(log: logOf(1, 2)))
    }

    @Test
    mutating func `cannot vouch for anything after it was replaced, until a reign is recorded`() {
        _ = disk.add(.append(proposal(1)), cause: 1)
        disk.wipe()
        #expect(disk.platter.recovered.0 == Recovered(isComplete: false))
        _ = disk.add(.record(Epochs(accepted: 2, current: 2)), cause: 2)
        _ = disk.finish()
        #expect(disk.platter.recovered.0.isComplete)
    }

    private func logOf(_ counters: UInt32...) -> Log {
        var log = Log()
        for counter in counters { log.append(proposal(counter)) }
        return log
    }

    private func service(at counter: UInt32) -> Service {
        var service = Service()
        _ = service.apply(
            Transaction(
                session: 1, cxid: 0, zxid: Int64(zxid(counter).rawValue), time: 0,
                body: .error(.noNode)))
        return service
    }
}
