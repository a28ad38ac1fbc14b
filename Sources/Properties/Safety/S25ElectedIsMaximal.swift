import Trace
import Zab

/// S25: none of the voters whose promises made a leader had a newer history than its own: by
/// current epoch, then by last zxid.
struct ElectedIsMaximal: Check {
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .establish(let epoch, _, _, _) = effect, let at = moment.server,
            let reign = history.servers[at].reign
        else { return }
        for report in reign.reports
        where (report.epoch, report.last) > (reign.current, reign.last) {
            findings.report(
                .electedIsMaximal, moment.n,
                "\(moment.step.at) was established in epoch \(epoch) with \(reign.last) of epoch "
                    + "\(reign.current), although \(report.from) had reported \(report.last) "
                    + "of epoch "
                    + "\(report.epoch)")
        }
    }
}
