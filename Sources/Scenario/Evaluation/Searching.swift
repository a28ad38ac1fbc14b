public import Trace

extension Recording {
    /// The steps at which a predicate is true *now*: for a pattern each step that matches, for a mere
    /// condition each step at which it becomes true.
    public func steps(where predicate: Predicate) -> [Int] {
        var view = RunView(header: header)
        var evaluator = Evaluator(predicate)
        var found: [Int] = []
        var held = false
        for step in steps {
            view.apply(step)
            evaluator.feed(view)
            let holds = evaluator.holdsNow(in: Worlds(main: view))
            if holds && (predicate.hasPattern || !held) { found.append(step.n) }
            held = holds
        }
        return found
    }
}

extension Predicate {
    /// Whether it is true *so far* at the end of a run, beside the runs of other worlds. Patterns count in
    /// the steps behind number `start`.
    public func holds(
        atEndOf recording: Recording, after start: Int = 0,
        beside others: [(name: String, recording: Recording)] = []
    ) -> Bool {
        var evaluator = Evaluator(self)
        func view(_ recording: Recording, _ world: String) -> RunView {
            var view = RunView(header: recording.header)
            for step in recording.steps {
                view.apply(step)
                if step.n > start || world != Predicate.mainWorld {
                    evaluator.feed(view, world: world)
                }
            }
            return view
        }
        let main = view(recording, Predicate.mainWorld)
        let named = others.map { (name: $0.name, view: view($0.recording, $0.name)) }
        return evaluator.happened(in: Worlds(main: main, named: named))
    }
}
