import Trace
import Zab

/// Writes recordings by hand, a step a line, so that pictures can be tested without a simulator.
struct Story {
    private(set) var recording: Recording
    private var time: Int64 = 0
    private var positions: [String: Int] = [:]
    private var sends: [String: (message: MessageRecord, step: Int)] = [:]
    private var lives: [Lane: Int] = [:]

    init(
        servers: Int, observers: Int = 0, clients: [Lane] = [], title: String? = nil
    ) {
        var members: [Header.Member] = []
        for number in 1...(servers + observers) {
            members.append(
                Header.Member(lane: .server(Int64(number)), votes: number <= servers))
        }
        recording = Recording(
            header: Header(servers: members, clients: clients, seed: 1, title: title))
    }

    var last: Int { recording.steps.count }

    @discardableResult
    mutating func step(
        _ lane: Lane, _ input: StepInput, cause: Int? = nil, _ effects: [StepEffect] = [],
        state: ServerState? = nil, after: Int64 = 1_000_000
    ) -> Int {
        time += after
        let n = recording.steps.count + 1
        if case .start = input { lives[lane, default: 0] += 1 }
        for effect in effects {
            if case .send(let message) = effect { sends[message.id] = (message, n) }
        }
        recording.steps.append(
            Step(
                n: n, t: time, at: lane, life: lives[lane] ?? 0, input: input, cause: cause,
                effects: effects, state: state))
        return n
    }

    /// A message as an effect; `receive` and `lose` speak of the newest such one.
    mutating func send(
        _ kind: MessageKind, _ from: Lane, _ to: Lane, zxid: Zxid? = nil, epoch: Epoch? = nil,
        vote: VoteRecord? = nil, text: String? = nil, outcome: OutcomeRecord? = nil
    ) -> StepEffect {
        let link = "\(from)-\(to)"
        positions[link, default: 0] += 1
        return .send(
            message: MessageRecord(
                id: "\(link)#1/\(positions[link] ?? 0)", kind: kind, from: from, to: to,
                zxid: zxid, epoch: epoch, vote: vote, outcome: outcome, text: text))
    }

    /// The oldest message of this kind that is on its way.
    private mutating func take(_ kind: MessageKind, _ from: Lane, _ to: Lane) -> (
        MessageRecord, Int
    ) {
        let found = sends.values
            .filter { $0.message.kind == kind && $0.message.from == from && $0.message.to == to }
            .min { $0.step < $1.step }
        guard let found else {
            preconditionFailure("no \(kind) is on its way from \(from) to \(to)")
        }
        sends[found.message.id] = nil
        return (found.message, found.step)
    }

    @discardableResult
    mutating func receive(
        _ kind: MessageKind, _ from: Lane, _ to: Lane, _ effects: [StepEffect] = [],
        state: ServerState? = nil
    ) -> Int {
        let (message, sent) = take(kind, from, to)
        return step(to, .receive(message: message), cause: sent, effects, state: state)
    }

    mutating func lose(_ kind: MessageKind, _ from: Lane, _ to: Lane, _ why: LossReason) {
        let (message, sent) = take(kind, from, to)
        step(.network, .lost(message: message, why: why), cause: sent)
    }
}

func state(_ change: (inout ServerState) -> Void) -> ServerState {
    var state = ServerState()
    change(&state)
    return state
}

func zxid(_ text: String) -> Zxid { Zxid(text) ?? .zero }
