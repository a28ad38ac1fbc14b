import Zab
import Znodes

@testable import Storage

/// What a server's disk holds, told apart from how it holds it.
struct Holding: Hashable {
    /// Everything applied, in order.
    var state = Service()
    var epochs = Epochs()
    var isComplete = true

    init() {}

    init(_ result: Recovery.Result) {
        state = result.service
        epochs = result.recovered.epochs
        isComplete = result.recovered.isComplete
        for proposal in result.recovered.log.entries { state.apply(proposal) }
    }
}

extension Service {
    mutating func apply(_ proposal: Proposal) {
        guard let transaction = try? Transaction(decoding: proposal.payload.bytes) else {
            preconditionFailure("the script writes well-formed transactions")
        }
        _ = apply(transaction)
    }
}

/// A server's life at its disk, drawn with dice: appends, flushes, truncations, records, snapshots of
/// its own and of a leader, rolls and purges, in an order that a server could ask for.
///
/// Beside the disk it keeps what the disk should hold: after each request, and what was told durable.
struct Script {
    private var dice: Dice
    /// Called for every place where the power may be cut.
    private let visit: (MemoryFileSystem.Point, [Holding]) -> Void
    let fileSystem: MemoryFileSystem
    let settings: StorageSettings
    private(set) var disk: Disk
    /// What the disk was asked to hold after each request since the last that is known to be durable,
    /// which is the first.
    private(set) var possible: [Holding]
    /// The history with the state after each of its entries; the first has the empty state.
    private var history: [(zxid: Zxid, state: Service)] = [(.zero, Service())]
    private var job: SnapshotJob?
    private var epoch: Epoch = 1
    private var counter: UInt32 = 0

    init(
        seed: UInt64, on fileSystem: MemoryFileSystem, _ settings: StorageSettings,
        visit: @escaping (MemoryFileSystem.Point, [Holding]) -> Void
    ) throws(StorageError) {
        self.visit = visit
        dice = Dice(seed: seed)
        self.fileSystem = fileSystem
        self.settings = settings
        possible = [Holding()]
        disk = try Recovery(settings: settings, fileSystem: fileSystem, notice: { _ in }).run().disk
    }

    /// A server that starts from what was found.
    init(
        seed: UInt64, on fileSystem: MemoryFileSystem, _ settings: StorageSettings,
        from result: Recovery.Result
    ) {
        visit = { _, _ in }
        dice = Dice(seed: seed)
        self.fileSystem = fileSystem
        self.settings = settings
        disk = result.disk
        let holding = Holding(result)
        possible = [holding]
        history = [(holding.state.zxid, holding.state)]
        epoch = holding.epochs.current + 1
    }

    private var now: Holding { possible[possible.count - 1] }

    private mutating func expect(_ change: (inout Holding) -> Void) {
        var holding = now
        change(&holding)
        possible.append(holding)
    }

    /// Everything asked for so far is durable.
    private mutating func settled() {
        visitPoints()
        possible = [now]
    }

    /// With what may be found where the power is cut, since the last time.
    private func visitPoints() {
        for point in fileSystem.takePoints() { visit(point, possible) }
    }

    mutating func run(_ operations: Int) throws(StorageError) {
        for _ in 0..<operations {
            try step()
            visitPoints()
        }
    }

    private mutating func step() throws(StorageError) {
        switch dice.below(100) {
        case 0..<45: try append()
        case 45..<75: try flush()
        case 75..<80: try truncate()
        case 80..<86: try record()
        case 86..<92: try save()
        case 92..<97: try finishJob()
        case 97..<98: try takeOver()
        default: try disk.purge()
        }
    }

    mutating func append() throws(StorageError) {
        if dice.chance(1, in: 12) { (epoch, counter) = (epoch + 1, 0) }
        counter += 1
        let proposal = nextProposal()
        _ = try disk.perform(.append(proposal))
        var state = history[history.count - 1].state
        state.apply(proposal)
        history.append((proposal.zxid, state))
        expect { $0.state = state }
    }

    private mutating func nextProposal() -> Proposal {
        let zxid = Zxid(epoch: epoch, counter: counter)
        let data = (0..<dice.below(dice.chance(1, in: 8) ? 3_000 : 60)).map { _ in
            UInt8(truncatingIfNeeded: dice.next())
        }
        let body: Transaction.Body =
            dice.chance(1, in: 2)
            ? .create(
                CreateTransaction(
                    path: ZnodePath("/\(zxid.hexadecimal)"), data: data, parentCversion: -1))
            : .setData(
                SetDataTransaction(
                    path: "/zookeeper", data: data, version: Int32(counter)))
        let transaction = Transaction(
            session: 1, cxid: 1, zxid: Int64(bitPattern: zxid.rawValue), time: 1, body: body)
        return Proposal(zxid: zxid, payload: transaction.payload)
    }

    mutating func flush() throws(StorageError) {
        let durable = try disk.perform(.flush)
        precondition(durable == .log(history[history.count - 1].zxid), "the log's end is told")
        settled()
        // What comes behind an acknowledgement must not endanger it.
        try disk.getReady()
    }

    /// Mostly within the last few entries.
    private mutating func truncate() throws(StorageError) {
        let back = dice.chance(1, in: 8) ? dice.below(40) : dice.below(4)
        let index = max(0, history.count - 1 - back)
        let zxid = history[index].zxid
        history.removeLast(history.count - 1 - index)
        let state = history[index].state
        expect { $0.state = state }
        _ = try disk.perform(.truncate(to: zxid))
        // The new epoch's leader goes on from there.
        (epoch, counter) = (epoch + 1, 0)
        guard !disk.epochs.record.isComplete, disk.log.files.isEmpty, disk.log.end == .zero
        else { return }
        // Cut below all that it could start from.
        history = [(.zero, Service())]
        expect {
            $0.state = Service()
            $0.isComplete = false
        }
        settled()
    }

    private mutating func record() throws(StorageError) {
        let accepted = max(now.epochs.accepted, epoch) + Epoch(dice.below(2))
        let newer = Epochs(accepted: accepted, current: epoch)
        // Alone, without what is appended; so it may come before that or after.
        let earlier = possible
        possible += earlier.map { holding in
            var holding = holding
            holding.epochs = newer
            holding.isComplete = true
            return holding
        }
        _ = try disk.perform(.record(newer))
        visitPoints()
        possible.removeFirst(earlier.count)
    }

    private mutating func save() throws(StorageError) {
        // The log is flushed first, in any case.
        let state = history[history.count - 1].state
        _ = try disk.perform(.save(state))
        settled()
        job = job ?? disk.nextJob()
    }

    private mutating func finishJob() throws(StorageError) {
        guard let job else { return }
        _ = try disk.finish(job, job.run())
        self.job = disk.nextJob()
    }

    /// A leader's state, some transactions ahead.
    private mutating func takeOver() throws(StorageError) {
        var state = history[history.count - 1].state
        for _ in 0...dice.below(5) {
            counter += 1
            state.apply(nextProposal())
        }
        expect { $0.state = state }
        history.append((state.zxid, state))
        let durable = try disk.perform(.save(state))
        precondition(durable == .snapshot(state.zxid), "nothing goes on before it is saved")
        settled()
    }
}
