extension Recording {
    /// The step with this number.
    public func step(_ n: Int) -> Step? {
        guard let first = steps.first?.n, steps.indices.contains(n - first) else { return nil }
        return steps[n - first]
    }

    /// Why step `n` happened: the step itself, then what caused it, and so on back to one that nothing in
    /// this recording caused.
    public func causes(of n: Int) -> [Step] {
        var chain: [Step] = []
        var next: Int? = n
        while let number = next, let step = step(number) {
            chain.append(step)
            // A cause comes earlier; anything else would walk in a circle.
            next = step.cause.flatMap { $0 < number ? $0 : nil }
        }
        return chain
    }
}
