import Scenario
import Trace

extension Stepper {
    /// Finds steps by a text in them, or by a predicate (`leader commits 1:1`), and goes to the next one.
    mutating func search(_ text: String) {
        searched = text
        found = matches(text)
        goToMatch(forward: true, orHere: true)
    }

    private func matches(_ text: String) -> [Int] {
        let seen = run.recording.steps.prefix { $0.n <= limit }
        let lower = text.lowercased()
        var found = seen.filter { step in
            !step.isRoutine
                && (step.lines().contains { $0.lowercased().contains(lower) }
                    || step.sentence().lowercased().contains(lower))
        }.map(\.n)
        if let predicate = try? Predicate(parsing: text) {
            let some = Recording(header: run.recording.header, steps: Array(seen))
            found += some.steps(where: predicate)
        }
        return Array(Set(found)).sorted()
    }

    mutating func goToMatch(forward: Bool, orHere: Bool = false) {
        guard !searched.isEmpty else {
            say("Search first, with /")
            return
        }
        // An answer or a branch may have changed what can be found.
        found = matches(searched)
        guard !found.isEmpty else {
            say("Nothing up to step \(limit) matches \(searched).")
            return
        }
        let next =
            forward
            ? found.first { orHere ? $0 >= current : $0 > current } : found.last { $0 < current }
        guard let next = next ?? (forward ? found.first : found.last) else { return }
        go(to: next)
        let place = (found.firstIndex(of: next) ?? 0) + 1
        say("\(searched): \(place) of \(found.count); > next, < previous", .dim)
    }
}
