import Trace
import Znodes

/// W3: an event comes only for a watch that is set, and takes it away.
struct OneShot: Check {
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .notified(let event, let text) = effect,
            let kind = WatchEvent.Kind(traceName: event),
            let client = history.clients[moment.step.at]
        else { return }
        let path = ZnodePath(text)
        let isData = client.watches[WatchPlace(.data, path)] != nil
        let isChild = client.watches[WatchPlace(.child, path)] != nil
        let isSet =
            switch kind {
            case .nodeCreated, .nodeDataChanged: isData
            case .nodeChildrenChanged: isChild
            case .nodeDeleted: isData || isChild
            }
        if !isSet {
            findings.report(
                .oneShot, moment.n,
                "\(client.lane) was told \(event) \(path), but has no such watch, or it has "
                    + "fired already"
            )
        }
    }
}
