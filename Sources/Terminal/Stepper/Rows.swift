import Picture
import Trace

/// The rows of a recording on screen: one a step, but runs of heartbeats and idle timers folded.
struct Rows: Sendable {
    struct Row: Hashable, Sendable {
        /// The first is the one shown, the rest are folded under it.
        var steps: ClosedRange<Int>
        /// Set for a row that stands for nothing but folded steps: how many pings were among them.
        var pings: Int?

        var isStop: Bool { pings == nil }

        /// What a fold says of itself; a number of 0 is not told.
        var foldText: String? { pings.map { $0 > 0 ? "\($0) × PING" : "heartbeats" } }
    }

    let all: [Row]
    let model: SequenceModel
    private let arrowOfEnd: [Int: Int]
    private let arrowOfMessage: [String: Int]
    private let markOfStep: [Int: Int]
    private let fannedOut: Set<String>

    init(_ recording: Recording) {
        let model = SequenceModel(recording, options: SequenceOptions(scale: .order))
        var arrows: [Int: Int] = [:]
        var messages: [String: Int] = [:]
        for (index, arrow) in model.arrows.enumerated() {
            if let ended = arrow.ended { arrows[ended] = index }
            if messages[arrow.message.id] == nil { messages[arrow.message.id] = index }
        }
        var marks: [Int: Int] = [:]
        for (index, mark) in model.marks.enumerated() where mark.shape != .fold {
            marks[mark.step] = index
        }
        var ids: Set<String> = []
        var rows: [Row] = []
        var pings = 0
        /// A round of pings is told, a single one is not.
        let round = 2 * max(1, recording.header.servers.count - 1)
        var hidden: ClosedRange<Int>?
        func fold() {
            guard let steps = hidden else { return }
            if pings >= round {
                rows.append(Row(steps: steps, pings: pings))
            } else if let last = rows.indices.last {
                rows[last].steps = rows[last].steps.lowerBound...steps.upperBound
            }
            hidden = nil
            pings = 0
        }
        for step in recording.steps {
            for group in step.fanOuts { ids.formUnion(group.map(\.id)) }
            if step.isShown || marks[step.n] != nil || arrows[step.n] != nil {
                fold()
                rows.append(Row(steps: step.n...step.n))
            } else {
                hidden = (hidden?.lowerBound ?? step.n)...step.n
                pings += step.effects.count { $0.isPing }
            }
        }
        fold()
        all = rows
        self.model = model
        arrowOfEnd = arrows
        arrowOfMessage = messages
        markOfStep = marks
        fannedOut = ids
    }

    var lanes: [Lane] { model.lanes }

    /// The message that step `n` receives or reports lost.
    func arrow(endingAt n: Int) -> SequenceModel.Arrow? { arrowOfEnd[n].map { model.arrows[$0] } }

    /// What has become of a message by step `n`; nil while it is on its way.
    func fate(of message: MessageRecord, by n: Int) -> SequenceModel.Arrow.Fate? {
        guard let arrow = arrowOfMessage[message.id].map({ model.arrows[$0] }),
            let ended = arrow.ended, ended <= n
        else { return nil }
        return arrow.fate
    }

    func mark(at n: Int) -> SequenceModel.Mark? { markOfStep[n].map { model.marks[$0] } }

    /// Whether this message was drawn in the row of its sender, together with its likes.
    func isFannedOut(_ message: MessageRecord) -> Bool { fannedOut.contains(message.id) }

    /// The row that shows step `n`, or the last one before it.
    func index(of n: Int) -> Int? {
        var low = 0
        var high = all.count
        while low < high {
            let middle = (low + high) / 2
            if all[middle].steps.lowerBound <= n { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? low - 1 : nil
    }

    func stop(after n: Int) -> Int? {
        let start = index(of: n).map { $0 + 1 } ?? 0
        return all[start...].first { $0.isStop }?.steps.lowerBound
    }

    func stop(before n: Int) -> Int? {
        guard let index = index(of: n) else { return nil }
        return all[...index].last { $0.isStop && $0.steps.lowerBound < n }?.steps.lowerBound
    }
}

extension Step {
    /// Equal messages to several receivers, by group.
    var fanOuts: [[MessageRecord]] {
        var groups: [[MessageRecord]] = []
        for effect in effects {
            guard case .send(let message) = effect, !message.kind.isHeartbeat else { continue }
            if let index = groups.firstIndex(where: { $0[0].summary == message.summary }) {
                groups[index].append(message)
            } else {
                groups.append([message])
            }
        }
        return groups.filter { $0.count > 1 }
    }

    /// Whether the step is worth a row by itself, marks and arrows aside.
    var isShown: Bool {
        if isRoutine { return false }
        switch input {
        case .start, .crash, .call, .command: return true
        case .lost(let message, _): return !message.kind.isHeartbeat
        case .receive(let message) where !message.kind.isHeartbeat: return true
        default: break
        }
        if let state, state.role != nil || state.phase != nil { return true }
        return effects.contains { effect in
            switch effect {
            case .connect, .disconnect, .flush, .startTimer, .cancelTimer: false
            // A client that tries again; what comes of it is a step of its own.
            case .clientState(.connecting, _, _): false
            default: !effect.isRoutine
            }
        }
    }
}

extension StepEffect {
    var isPing: Bool {
        if case .send(let message) = self { message.kind.isHeartbeat } else { false }
    }
}
