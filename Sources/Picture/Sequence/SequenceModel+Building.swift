public import Trace
import Zab

extension SequenceModel {
    /// Reads a window of a recording; nil for the whole of it.
    public init(
        _ recording: Recording, window: ClosedRange<Int>? = nil,
        options: SequenceOptions = SequenceOptions()
    ) {
        var builder = SequenceBuilder(recording, window: window, options: options)
        self = builder.build()
        guard options.leavesOutIdleClients, options.lanes == nil else { return }
        let busy = lanes.indices.filter { lanes[$0].kind != .client || isBusy($0) }
        if busy.count == lanes.count { return }
        var fewer = options
        fewer.lanes = busy.map { lanes[$0] }
        self.init(recording, window: window, options: fewer)
    }

    /// Whether anything happens in the lane.
    private func isBusy(_ lane: Int) -> Bool {
        arrows.contains { $0.from == lane || $0.to == lane } || marks.contains { $0.lane == lane }
    }
}

/// Walks once over the steps of a window and notes lanes, rows, arrows and marks.
struct SequenceBuilder {
    private let recording: Recording
    private let options: SequenceOptions
    private let voters: Int
    private var model: SequenceModel
    private var places: [Lane: Int] = [:]

    private var ranks: Ranks
    private var rowOfStep: [Int]
    private let first: Int
    /// Arrows that have not arrived yet, by message.
    private var onTheWay: [String: Int] = [:]
    /// Every arrow of a message, for one that comes twice.
    private var known: [String: Int] = [:]
    /// Arrows that turned out not to be worth drawing.
    private var hidden: [Int] = []
    /// Acknowledgements that came in, until their transaction is committed.
    private var acks: [(arrow: Int, zxid: Zxid, from: Lane)] = []
    private var committed = Zxid.zero
    /// Pings since the last visible step.
    private var pings = 0
    private var pingLane: Int?

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

    private mutating func begin() {
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

    private var phases = Phases()

    private mutating func finish() {
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
    private mutating func labelOnlyFirst() {
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

    private mutating func read(_ step: Step) {
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

    private mutating func readNetwork(_ step: Step) {
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
    private func isRepeated(_ message: MessageRecord, after index: Int) -> Bool {
        model.arrows[(index + 1)...].contains { later in
            later.message.from == message.from && later.message.to == message.to
                && later.message.kind == message.kind && later.message.vote == message.vote
        }
    }

    private func isVisible(_ kind: MessageKind) -> Bool { kind != .ping || !options.foldsPings }

    private func isVisible(_ shape: SequenceModel.Mark.Shape?, of step: Step) -> Bool {
        guard let shape else { return false }
        if shape == .timer && options.foldsPings, case .timer(let name) = step.input {
            // A timer matters when it changed something.
            return step.state != nil && name != "halfTick" && name != "resendVote"
        }
        return true
    }

    private func visibleSends(of step: Step) -> [MessageRecord] {
        var sends: [MessageRecord] = []
        for effect in step.effects {
            if case .send(let message) = effect, isVisible(message.kind) { sends.append(message) }
        }
        return sends
    }

    private func row(of step: Int?) -> Int? {
        guard let step, step >= first, step - first < rowOfStep.count else { return nil }
        let row = rowOfStep[step - first]
        return row < 0 ? nil : row
    }

    private func sendRow(of message: MessageRecord) -> Int? {
        onTheWay[message.id].flatMap { model.arrows[$0].fromRow }
    }

    private mutating func note(_ step: Int, _ row: Int) {
        if step >= first && step - first < rowOfStep.count { rowOfStep[step - first] = row }
    }

    // MARK: Messages

    private mutating func depart(_ message: MessageRecord, step: Step, lane: Int, row: Int) {
        guard let to = places[message.to] else { return }
        onTheWay[message.id] = model.arrows.count
        known[message.id] = model.arrows.count
        model.arrows.append(
            SequenceModel.Arrow(
                message: message, label: Words.label(of: message), from: lane, to: to,
                fromRow: row, toRow: nil, sent: step.n, ended: nil, fate: .inFlight,
                weight: .normal))
    }

    private mutating func arrive(
        _ message: MessageRecord, step: Step, lane: Int, row: Int, words: StepWords
    ) {
        guard let from = places[message.from] else { return }
        let index: Int
        if let sent = onTheWay.removeValue(forKey: message.id) {
            index = sent
        } else {
            // Sent before the window, or arriving a second time.
            let twin = known[message.id]
            index = model.arrows.count
            model.arrows.append(
                SequenceModel.Arrow(
                    message: message, label: Words.label(of: message), from: from, to: lane,
                    fromRow: twin.flatMap { model.arrows[$0].fromRow }, toRow: nil,
                    sent: twin == nil ? nil : step.cause, ended: nil, fate: .delivered,
                    weight: .normal))
        }
        model.arrows[index].toRow = row
        model.arrows[index].ended = step.n
        model.arrows[index].fate =
            if let why = words.ignored { .ignored(why) } else { .delivered }
        if message.kind == .ack, let zxid = message.zxid {
            if zxid <= committed {
                model.arrows[index].weight = .late
            } else {
                acks.append((index, zxid, message.from))
            }
        }
    }

    /// The acknowledgements that made a quorum are drawn thick.
    private mutating func tally(_ step: Step) {
        for effect in step.effects {
            guard case .commit(let zxid, let quorum, _) = effect else { continue }
            for ack in acks where ack.zxid >= zxid && quorum.contains(ack.from) {
                model.arrows[ack.arrow].weight = .quorum
            }
            committed = zxid
            acks.removeAll { $0.zxid <= zxid }
        }
    }

    // MARK: Pings

    private mutating func countPings(_ step: Step, lane: Int) {
        for effect in step.effects {
            if case .send(let message) = effect, message.kind == .ping {
                pings += 1
                model.folded += 1
                if pingLane == nil { pingLane = lane }
            }
        }
    }

    /// A run of pings of a whole round and more becomes one sign on the leader's lane.
    private mutating func foldPings(at step: Step?) {
        defer {
            pings = 0
            pingLane = nil
        }
        guard let lane = pingLane, let step, pings >= 2 * max(1, voters - 1) else { return }
        // Nothing else has happened on the lane since the last sign: it grows.
        if let last = model.marks.lastIndex(where: { $0.lane == lane }),
            model.marks[last].shape == .fold, ranks.isLowest(model.marks[last].row, lane: lane)
        {
            let count = pings + (Int(model.marks[last].label.prefix { $0 != " " }) ?? 0)
            model.marks[last].label = "\(count) × PING"
            return
        }
        let row = ranks.add(lane: lane, time: step.t)
        model.marks.append(
            SequenceModel.Mark(
                shape: .fold, lane: lane, row: row, step: step.n, label: "\(pings) × PING",
                tooltip: "\(pings) pings and their answers, not drawn one by one"))
    }

    // MARK: Roles, phases, partitions

    private var openSpans: [Int: Int] = [:]

    private mutating func openSpan(lane: Int, role: Role, phase: Phase, at row: Int?) {
        openSpans[lane] = model.spans.count
        model.spans.append(
            SequenceModel.Span(lane: lane, role: role, phase: phase, from: row, to: nil))
    }

    private mutating func follow(_ step: Step, lane: Int, row: Int) {
        guard step.at.kind == .server else { return }
        if let state = step.state, state.role != nil || state.phase != nil {
            let open = openSpans.removeValue(forKey: lane)
            let old = open.map { model.spans[$0] }
            if let open { model.spans[open].to = row }
            let role = state.role ?? old?.role ?? .looking
            if role != .down {
                openSpan(lane: lane, role: role, phase: state.phase ?? old?.phase ?? .none, at: row)
            }
        }
        if case .crash = step.input, let open = openSpans.removeValue(forKey: lane) {
            model.spans[open].to = row
        }
        phases.apply(step)
        if phases.band != openBandValue { openBand(phases.band, at: row) }
    }

    private var openBandValue: Phases.Band?

    private mutating func openBand(_ band: Phases.Band?, at row: Int?) {
        openBandValue = band
        // In causal scale an earlier step may stand in a later row; bands never run backwards.
        let start = row.map { row in max(row, model.bands.last?.from ?? 0) }
        if let last = model.bands.indices.last, model.bands[last].to == nil {
            model.bands[last].to = start
        }
        guard let band else { return }
        model.bands.append(
            SequenceModel.Band(phase: band.phase, epoch: band.epoch, from: start, to: nil))
    }

    /// `partition s1 | s2 s3` separates lanes until `heal`.
    private mutating func cut(_ text: String, at row: Int?) {
        let words = text.split(separator: " ")
        guard let verb = words.first else { return }
        if verb == "heal" || verb == "partition" {
            for index in model.cuts.indices where model.cuts[index].to == nil {
                model.cuts[index].to = row ?? -1
            }
            model.cuts.removeAll { $0.to == -1 }
        }
        guard verb == "partition" else { return }
        var sides: [Lane: Int] = [:]
        for (side, part) in text.dropFirst("partition".count).split(separator: "|").enumerated() {
            for name in part.split(separator: " ") { sides[Lane(String(name))] = side }
        }
        var gaps: [Int] = []
        for index in model.lanes.indices.dropLast() {
            guard let left = sides[model.lanes[index]], let right = sides[model.lanes[index + 1]]
            else { continue }
            if left != right { gaps.append(index) }
        }
        if !gaps.isEmpty {
            model.cuts.append(
                SequenceModel.Cut(leftLanes: gaps, text: text, from: row, to: nil))
        }
    }

    private func tooltip(_ step: Step, _ words: StepWords) -> String {
        var text = "step \(step.n), \(step.at.name)"
        if let state = step.state?.role { text += ", \(state.rawValue)" }
        if step.effects.isEmpty { text += ": " + words.phrases.joined(separator: "; ") }
        var separator = ": "
        for effect in step.effects {
            switch effect {
            case .startTimer, .cancelTimer: continue
            default: break
            }
            text += separator
            text += effect.text
            separator = "; "
        }
        return text
    }
}
