import Trace
import Znodes

/// W3: an event comes only for a watch that is set, and takes it away unless it is one that stays.
struct OneShot: Check {
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .notified(let event, let text) = effect,
            let kind = WatchEvent.Kind(traceName: event),
            let client = history.clients[moment.step.at]
        else { return }
        let path = ZnodePath(text)
        let isSet = WatchPlace.concerned(by: kind, path).contains { client.watches[$0] != nil }
        if !isSet {
            findings.report(
                .oneShot, moment.n,
                "\(client.lane) was told \(event) \(path), but has no such watch, or it has "
                    + "fired already"
            )
        }
    }
}
