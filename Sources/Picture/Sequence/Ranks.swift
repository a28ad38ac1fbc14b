import Trace

/// Gives each step its row.
///
/// In causal scale a step stands below the last one of its lane and below its cause (Lamport's rank).
/// Faults and commands are made by somebody who sees the whole world, so all that is recorded before
/// stands above them and all that comes after below. A timer or a user's call has no cause that tells
/// when it came; it stands no higher than what was recorded before it. And nothing stands above what
/// happened a good while earlier, so that a long silence on one lane is seen beside the others' life.
struct Ranks {
    private(set) var rows: [SequenceModel.Row] = []
    private var lowest: [Int]
    private var floor = 0
    private var last = -1
    /// The time of the barrier in the last row, when the last thing placed was one.
    private var barrierTime: Int64?
    private let scale: SequenceOptions.Scale
    /// The lowest row so far, by time; the part behind `late` is younger than a while.
    private var history: [(time: Int64, row: Int)] = []
    private var late = 0
    /// 20 ms: several times a message's way or a flush.
    private static let aWhile: Int64 = 20_000_000

    init(lanes: Int, scale: SequenceOptions.Scale) {
        lowest = Array(repeating: -1, count: lanes)
        self.scale = scale
    }

    mutating func place(_ step: Step, lane: Int, after causes: [Int?]) -> Int {
        switch step.input {
        case .start, .crash:
            let row = barrier(step, sharing: true)
            lowest[lane] = row
            return row
        default: break
        }
        barrierTime = nil
        var row = max(lowest[lane] + 1, floor)
        for cause in causes { if let cause { row = max(row, cause + 1) } }
        switch step.input {
        case .timer, .call, .disconnected: row = max(row, last)
        case .receive: break
        default: if causes.allSatisfy({ $0 == nil }) { row = max(row, last) }
        }
        while late < history.count, history[late].time <= step.t - Self.aWhile { late += 1 }
        if late > 0 { row = max(row, history[late - 1].row) }
        if scale != .causal { row = last + 1 }
        lowest[lane] = row
        note(step, row)
        return row
    }

    /// A row with nothing else in it; two faults of one moment may share it.
    mutating func barrier(_ step: Step, sharing: Bool) -> Int {
        if sharing, scale == .causal, barrierTime == step.t {
            note(step, last)
            return last
        }
        let row = last + 1
        note(step, row)
        floor = row + 1
        barrierTime = sharing ? step.t : nil
        return row
    }

    /// A row on a lane for something that is no step.
    mutating func add(lane: Int, time: Int64) -> Int {
        let row = scale == .causal ? max(lowest[lane] + 1, floor) : last + 1
        lowest[lane] = row
        extend(to: row, time: time)
        return row
    }

    /// Whether the lowest thing on the lane stands in this row.
    func isLowest(_ row: Int, lane: Int) -> Bool { lowest[lane] == row && row >= floor }

    private mutating func note(_ step: Step, _ row: Int) {
        extend(to: row, time: step.t)
        rows[row].steps.append(step.n)
        history.append((step.t, last))
    }

    private mutating func extend(to row: Int, time: Int64) {
        while rows.count <= row { rows.append(SequenceModel.Row(steps: [], time: time)) }
        last = max(last, row)
    }
}
