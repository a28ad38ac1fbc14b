import Properties
import Trace
import Zab

extension Swarm {
    /// A plan as short as can be found that still breaks the same promise: without the faults, clients, calls
    /// and time that it does not need.
    ///
    /// Halves of what is left are taken away first, then smaller pieces, down to single interventions
    /// (Zeller and Hildebrandt: "Simplifying and isolating failure-inducing input", 2002).
    public func shrink(_ finding: Finding) -> Finding {
        let property = finding.violation?.property
        var best = finding
        func tryPlan(_ plan: Plan) -> Bool {
            guard let smaller = self.finding(in: plan, untilBroken: { $0 == property }),
                smaller.violation?.property == property
            else { return false }
            best = smaller
            return true
        }
        if let end = finding.recording.steps.last?.t { _ = tryPlan(best.plan.cut(at: end)) }
        var size = max(1, best.plan.interventions.count / 2)
        while true {
            var start = 0
            var isShorter = false
            while start < best.plan.interventions.count {
                var plan = best.plan
                let end = min(start + size, plan.interventions.count)
                plan.interventions.removeSubrange(start..<end)
                if tryPlan(plan) {
                    isShorter = true
                } else {
                    start += size
                }
            }
            if size == 1 && !isShorter { break }
            size = max(1, size / 2)
        }
        for plan in [best.plan.withSteadyNetwork(), best.plan.withoutObservers()] {
            _ = tryPlan(plan)
        }
        return best
    }
}

extension Plan {
    /// Without what comes later than the end of the run.
    fileprivate func cut(at end: Int64) -> Plan {
        var plan = self
        plan.interventions.removeAll { $0.time.nanoseconds > end }
        return plan
    }

    /// Every message takes as long as every other.
    fileprivate func withSteadyNetwork() -> Plan {
        var plan = self
        plan.conditions.latency = Span(conditions.latency.least)
        plan.conditions.clientLatency = Span(conditions.clientLatency.least)
        return plan
    }

    fileprivate func withoutObservers() -> Plan {
        var plan = self
        plan.core.removeAll { $0.rawValue > Int64(voters) }
        plan.observers = 0
        return plan
    }
}
