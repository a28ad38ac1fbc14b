import Trace
import Zab

/// Walks once over the steps of a window and notes lanes, rows, arrows and marks.
struct SequenceBuilder {
    let recording: Recording
    let options: SequenceOptions
    let voters: Int
    var model: SequenceModel
    var places: [Lane: Int] = [:]

    var ranks: Ranks
    var rowOfStep: [Int]
    let first: Int
    /// Arrows that have not arrived yet, by message.
    var onTheWay: [String: Int] = [:]
    /// Every arrow of a message, for one that comes twice.
    var known: [String: Int] = [:]
    /// Arrows that turned out not to be worth drawing.
    var hidden: [Int] = []
    /// Acknowledgements that came in, until their transaction is committed.
    var acks: [(arrow: Int, zxid: Zxid, from: Lane)] = []
    var committed = Zxid.zero
    /// Pings since the last visible step.
    var pings = 0
    var pingLane: Int?
    /// The span of each lane that goes on, as an index into the model's.
    var openSpans: [Int: Int] = [:]
    var openBandValue: Phases.Band?

    init(_ recording: Recording, window: ClosedRange<Int>?, options: SequenceOptions) {
        self.recording = recording
        self.options = options
        let header = recording.header
        voters = header.servers.reduce(0) { $0 + ($1.votes ? 1 : 0) }
        let total = recording.steps.last?.n ?? 0
        let lower = recording.steps.first?.n ?? 1
        let whole = lower...max(lower, total)
        let shown = window.map { $0.clamped(to: whole) } ?? whole
        let lanes =
            options.lanes ?? (header.clients.sorted() + header.servers.map(\.lane).sorted())
        model = SequenceModel(
            lanes: lanes, rows: [], arrows: [], marks: [], spans: [], bands: [], commands: [],
            cuts: [], heads: [], window: shown, total: total, folded: 0)
        for (index, lane) in lanes.enumerated() { places[lane] = index }
        ranks = Ranks(lanes: lanes.count, scale: options.scale)
        first = shown.lowerBound
        rowOfStep = Array(repeating: -1, count: shown.count)
    }

    mutating func build() -> SequenceModel {
        let steps = recording.steps
        let before = steps.first.map { first - $0.n } ?? 0
        let shown = steps.dropFirst(max(0, before)).prefix { $0.n <= model.window.upperBound }
        begin()
        for step in shown { read(step) }
        foldPings(at: shown.last)
        finish()
        return model
    }

    // MARK: The edges of the window

    mutating func begin() {
        let cluster = recording.states(after: first - 1)
        var votes: [Lane: Bool] = [:]
        for member in recording.header.servers { votes[member.lane] = member.votes }
        for (index, lane) in model.lanes.enumerated() {
            let state = cluster[lane]
            model.heads.append(
                SequenceModel.Head(
                    lane: lane, role: state?.role,
                    epoch: state?.current, votes: votes[lane] ?? true))
            guard lane.kind == .server, let role = state?.role, role != .down else { continue }
            openSpan(lane: index, role: role, phase: state?.phase ?? .none, at: nil)
        }
        phases = Phases(cluster)
        if let band = phases.band { openBand(band, at: nil) }
        // A partition that began before the window still stands.
        for step in recording.steps.prefix(while: { $0.n < first }) {
            if case .command(let text) = step.input { cut(text, at: nil) }
        }
    }

    var phases = Phases()

    mutating func finish() {
        for index in hidden.sorted(by: >) { model.arrows.remove(at: index) }
        model.rows = ranks.rows
        for arrow in model.arrows.indices {
            if case .lost = model.arrows[arrow].fate, let row = model.arrows[arrow].toRow {
                while model.rows.count <= row {
                    model.rows.append(
                        SequenceModel.Row(steps: [], time: model.rows.last?.time ?? 0))
                }
                if let step = model.arrows[arrow].ended {
                    let steps = model.rows[row].steps
                    let place = steps.firstIndex { $0 > step } ?? steps.count
                    model.rows[row].steps.insert(step, at: place)
                }
            }
        }
        if options.foldsFanOut { labelOnlyFirst() }
        model.dropEmptyRows()
    }

    /// Equal messages of one step: the first speaks for all.
    mutating func labelOnlyFirst() {
        var index = 0
        while index < model.arrows.count {
            var next = index + 1
            while next < model.arrows.count, model.arrows[next].sent == model.arrows[index].sent,
                model.arrows[next].sent != nil,
                model.arrows[next].label == model.arrows[index].label
            { next += 1 }
            if next - index > 1, let label = model.arrows[index].label {
                model.arrows[index].label = label + " ×\(next - index)"
                for other in (index + 1)..<next { model.arrows[other].label = nil }
            }
            index = next
        }
    }

    // MARK: Steps

    mutating func read(_ step: Step) {
        guard let lane = places[step.at] else {
            readNetwork(step)
            return
        }
        let words = StepWords(step, voters: voters)
        let sends = visibleSends(of: step)
        var arriving: MessageRecord?
        if case .receive(let message) = step.input, isVisible(message.kind) { arriving = message }
        let changes = step.state?.role != nil || step.state?.phase != nil
        guard arriving != nil || !sends.isEmpty || isVisible(words.shape, of: step) || changes
        else {
            countPings(step, lane: lane)
            return
        }
        foldPings(at: step)
        let row = ranks.place(
            step, lane: lane, after: [row(of: step.cause), arriving.flatMap(sendRow)])
        note(step.n, row)
        if let arriving { arrive(arriving, step: step, lane: lane, row: row, words: words) }
        for message in sends { depart(message, step: step, lane: lane, row: row) }
        if let shape = words.shape, isVisible(words.shape, of: step) {
            model.marks.append(
                SequenceModel.Mark(
                    shape: shape, lane: lane, row: row, step: step.n, label: words.label,
                    tooltip: tooltip(step, words)))
        }
        tally(step)
        follow(step, lane: lane, row: row)
    }

    mutating func readNetwork(_ step: Step) {
        switch step.input {
        case .lost(let message, let why):
            guard isVisible(message.kind), let index = onTheWay.removeValue(forKey: message.id)
            else { return }
            if why == .replaced && options.foldsPings, isRepeated(message, after: index) {
                hidden.append(index)
                return
            }
            model.arrows[index].fate = .lost(why)
            model.arrows[index].ended = step.n
            model.arrows[index].toRow = (model.arrows[index].fromRow ?? 0) + 1
        case .command(let text):
            foldPings(at: step)
            let row = ranks.barrier(step, sharing: false)
            note(step.n, row)
            model.commands.append(SequenceModel.Command(text: text, row: row, step: step.n))
            cut(text, at: row)
        default: break
        }
    }

    /// Whether a later message on the same way says the same: then nothing was lost but an echo.
    func isRepeated(_ message: MessageRecord, after index: Int) -> Bool {
        model.arrows[(index + 1)...].contains { later in
            later.message.from == message.from && later.message.to == message.to
                && later.message.kind == message.kind && later.message.vote == message.vote
        }
    }

    func isVisible(_ kind: MessageKind) -> Bool { kind != .ping || !options.foldsPings }

    func isVisible(_ shape: SequenceModel.Mark.Shape?, of step: Step) -> Bool {
        guard let shape else { return false }
        if shape == .timer && options.foldsPings, case .timer(let name) = step.input {
            // A timer matters when it changed something.
            return step.state != nil && name != "halfTick" && name != "resendVote"
        }
        return true
    }

    func visibleSends(of step: Step) -> [MessageRecord] {
        var sends: [MessageRecord] = []
        for effect in step.effects {
            if case .send(let message) = effect, isVisible(message.kind) { sends.append(message) }
        }
        return sends
    }

    func row(of step: Int?) -> Int? {
        guard let step, step >= first, step - first < rowOfStep.count else { return nil }
        let row = rowOfStep[step - first]
        return row < 0 ? nil : row
    }

    func sendRow(of message: MessageRecord) -> Int? {
        onTheWay[message.id].flatMap { model.arrows[$0].fromRow }
    }

    mutating func note(_ step: Int, _ row: Int) {
        if step >= first && step - first < rowOfStep.count { rowOfStep[step - first] = row }
    }
}
