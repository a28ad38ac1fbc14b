import Trace
import Zab

/// The fields of all servers after some step, folded from the record.
struct Cluster {
    private(set) var lanes: [Lane]
    private var states: [ServerState]
    private let places: [Lane: Int]

    init(_ header: Header) {
        lanes = header.servers.map(\.lane)
        states = lanes.map { _ in ServerState() }
        var places: [Lane: Int] = [:]
        for (index, lane) in lanes.enumerated() { places[lane] = index }
        self.places = places
    }

    /// After all steps with a number of at most `n`, from the nearest key frame on.
    init(_ recording: Recording, after n: Int) {
        self.init(recording.header)
        let steps = recording.steps
        var end = 0
        var high = steps.count
        while end < high {
            let middle = (end + high) / 2
            if steps[middle].n <= n { end = middle + 1 } else { high = middle }
        }
        let start = steps[..<end].lastIndex { $0.all != nil } ?? 0
        for step in steps[start..<end] { apply(step) }
    }

    subscript(lane: Lane) -> ServerState? { places[lane].map { states[$0] } }

    mutating func apply(_ step: Step) {
        if let all = step.all {
            for (index, lane) in lanes.enumerated() {
                if let state = all[lane.name] { states[index] = state }
            }
        }
        guard let change = step.state, let place = places[step.at] else { return }
        states[place].merge(change)
    }
}
