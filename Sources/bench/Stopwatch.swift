/// Times a piece of work several times over and keeps the median.
enum Stopwatch {
    /// Seconds.
    static func median(of runs: Int, _ work: () throws -> Void) rethrows -> Double {
        var times: [Double] = []
        for _ in 0..<runs { times.append(try once(work)) }
        return times.sorted()[runs / 2]
    }

    static func once(_ work: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        return try clock.measure(work) / .seconds(1)
    }
}

enum Figures {
    /// `12.3`, with as many digits behind the point as asked for.
    static func text(_ value: Double, _ digits: Int = 1) -> String {
        var power = 1.0
        for _ in 0..<digits { power *= 10 }
        let rounded = (value * power).rounded() / power
        return digits == 0 ? "\(Int(rounded))" : "\(rounded)"
    }

    static func row(_ name: String, _ figures: [(String, String)]) {
        let cells = figures.map { "\($0.0) \($0.1)" }.joined(separator: "   ")
        print(name + String(repeating: " ", count: max(1, 34 - name.count)) + cells)
    }
}
