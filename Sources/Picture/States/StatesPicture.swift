public import Trace
import Zab

/// Where each server stands in the protocol, and on which way it came there.
public struct StatesPicture: Hashable, Sendable {
    public let figure: Figure

    /// - Parameters:
    ///   - window: ways taken in these steps are drawn, and "now" is their end; nil for the whole run.
    ///   - server: only this one; nil for the whole cluster.
    public init(recording: Recording, window: ClosedRange<Int>? = nil, server: Lane? = nil) {
        let chart = StateChart(hasObservers: recording.header.servers.contains { !$0.votes })
        let lanes = server.map { [$0] } ?? recording.header.servers.map(\.lane).sorted()
        let walk = StateWalk(recording, window: window, lanes: lanes)
        figure = StatesDrawing(chart: chart, walk: walk, title: recording.header.title).figure()
    }
}

/// What the servers did in the chart.
struct StateWalk {
    /// The steps in which each way was taken, in order.
    private(set) var taken: [(from: StateChart.Node, to: StateChart.Node, steps: [Int])] = []
    /// Where each server is at the end.
    private(set) var now: [(lane: Lane, node: StateChart.Node)] = []
    private(set) var end = 0

    init(_ recording: Recording, window: ClosedRange<Int>?, lanes: [Lane]) {
        let first = window?.lowerBound ?? 1
        let last = window?.upperBound ?? recording.steps.last?.n ?? 0
        end = min(last, recording.steps.last?.n ?? 0)
        var fold = StateFold(header: recording.header)
        for step in recording.steps.prefix(while: { $0.n < first }) { fold.apply(step) }
        func node(_ lane: Lane) -> StateChart.Node {
            let state = fold.states[lane]
            return StateChart.Node(role: state?.role ?? .down, phase: state?.phase ?? .none)
        }
        for step in recording.steps where step.n >= first && step.n <= last {
            let from = node(step.at)
            fold.apply(step)
            guard lanes.contains(step.at) else { continue }
            let to = node(step.at)
            if from != to { take(from, to, step.n) }
        }
        now = lanes.map { ($0, node($0)) }
    }

    private mutating func take(_ from: StateChart.Node, _ to: StateChart.Node, _ step: Int) {
        if let index = taken.firstIndex(where: { $0.from == from && $0.to == to }) {
            taken[index].steps.append(step)
        } else {
            taken.append((from, to, [step]))
        }
    }

    func steps(_ from: StateChart.Node, _ to: StateChart.Node) -> [Int] {
        taken.first { $0.from == from && $0.to == to }?.steps ?? []
    }

    /// The way taken last.
    var last: (from: StateChart.Node, to: StateChart.Node)? {
        taken.max { ($0.steps.last ?? 0) < ($1.steps.last ?? 0) }.map { ($0.from, $0.to) }
    }
}
