import Foundation

/// One server of each kind on this machine, by turns (A B A B), under the same load from the same cores.
///
/// The load generator spends well under a microsecond an operation, so the servers are what is measured.
/// Quote the ratios: they are taken in one run.
struct SideBySide {
    private static let connections = 8
    private static let window = 64
    private static let nodes = 10_000
    private let apache: Contender
    private let zabd: Contender

    static func run() throws {
        try starting()
        let bench = try SideBySide()
        try bench.warmUp()
        try bench.latency()
        try bench.throughput()
        try memory()
        try recording()
    }

    private init() throws {
        apache = try Contender(.apache)
        zabd = try Contender(.zabd)
        for contender in [apache, zabd] { try contender.start() }
    }

    // MARK: - Speed

    private static func load(on contender: Contender, window: Int = window) throws -> Load {
        Load(
            connections: try (0..<(window == 1 ? 1 : connections)).map { _ in
                try LoadConnection(port: contender.port)
            }, window: window)
    }

    private static func fill(_ contender: Contender, _ root: String, bytes: Int, count: Int) throws
    {
        var load = try load(on: contender)
        // The parent first, and its answer, before anything is created below it.
        _ = try load.run(LoadFrames.create(root, bytes: 0), count: 1)
        _ = try load.run(LoadFrames.create(root + "0000000000/n", bytes: bytes), count: count)
    }

    /// A cold JVM is several times slower than a warm one.
    private func warmUp() throws {
        for contender in [apache, zabd] {
            for (root, bytes) in [("/small", 100), ("/large", 1_024)] {
                try Self.fill(contender, root, bytes: bytes, count: Self.nodes)
            }
            var load = try Self.load(on: contender)
            let prefix = "/small0000000000/n"
            _ = try load.run(LoadFrames.create("/warm", bytes: 100), count: 200_000)
            for frames in [
                LoadFrames.set(prefix, count: Self.nodes, bytes: 100),
                LoadFrames.get(prefix, count: Self.nodes),
            ] { _ = try load.run(frames, seconds: 4) }
        }
    }

    /// Creates come last: until then both servers hold the same nodes, though one is faster.
    private func throughput() throws {
        let kinds = [("/small0000000000", 100), ("/large0000000000", 1_024)]
        for (root, bytes) in kinds {
            let prefix = root + "/n"
            try compare("set \(bytes) B") { _ in
                .set(prefix, count: Self.nodes, bytes: bytes)
            }
            try compare("get \(bytes) B") { _ in .get(prefix, count: Self.nodes) }
            try compare("90/10 mixed \(bytes) B") { _ in
                .mixed(prefix, count: Self.nodes, bytes: bytes)
            }
        }
        for (root, bytes) in kinds {
            try compare("create \(bytes) B") { round in
                .create("\(root)/c\(round)-", bytes: bytes)
            }
        }
    }

    private func compare(_ name: String, _ frames: (Int) -> LoadFrames) throws {
        var (rates, slow) = (Rounds(), Rounds())
        for round in 0..<7 {
            for (index, contender) in [apache, zabd].enumerated() {
                var load = try Self.load(on: contender)
                Self.settle()
                let result = try load.run(frames(round), seconds: 1.5)
                rates.add(result.rate, of: index)
                slow.add(result.percentile(0.99), of: index)
            }
        }
        Figures.row(
            name,
            [
                ("apache", Figures.text(rates.median(of: 0), 0) + "/s"),
                ("zabd", Figures.text(rates.median(of: 1), 0) + "/s"),
                ("ratio", Figures.text(rates.ratio, 2)),
            ] + Self.cells("p99", slow, digits: 1))
    }

    private static func cells(
        _ label: String, _ times: Rounds, digits: Int
    ) -> [(String, String)] {
        let (theirs, ours) = (times.median(of: 0), times.median(of: 1))
        return [
            (label, Figures.text(theirs, digits) + " → " + Figures.text(ours, digits) + " ms"),
            ("ratio", Figures.text(times.ratio, 2)),
        ]
    }

    /// What one server has left to the operating system to write must not slow down the other's turn.
    private static func settle() { sync() }

    /// One request at a time.
    private func latency() throws {
        let prefix = "/small0000000000/n"
        for (name, frames) in [
            ("one get at a time", LoadFrames.get(prefix, count: Self.nodes)),
            ("one set at a time", .set(prefix, count: Self.nodes, bytes: 100)),
        ] {
            var (middle, slow) = (Rounds(), Rounds())
            for _ in 0..<3 {
                for (index, contender) in [apache, zabd].enumerated() {
                    var load = try Self.load(on: contender, window: 1)
                    Self.settle()
                    let result = try load.run(frames, seconds: 1.5)
                    middle.add(result.percentile(0.5), of: index)
                    slow.add(result.percentile(0.99), of: index)
                }
            }
            Figures.row(
                name,
                Self.cells("p50", middle, digits: 3) + Self.cells("p99", slow, digits: 3))
        }
    }

    // MARK: - Start, memory, sessions, recovery

    private static func starting() throws {
        var times = Rounds()
        for _ in 0..<5 {
            for (index, kind) in [Contender.Kind.apache, .zabd].enumerated() {
                times.add(try Contender(kind).start() * 1_000, of: index)
            }
        }
        report("start to the first session", "ms", [times.median(of: 0), times.median(of: 1)])
    }

    /// Fresh servers: the same load on both, one after the other.
    private static func memory() throws {
        var figures: [[Double]] = [[], []]
        for (index, kind) in [Contender.Kind.apache, .zabd].enumerated() {
            let contender = try Contender(kind)
            settle()
            try contender.start()
            let empty = try contender.memory
            let opening = ContinuousClock.now
            let sessions = try (0..<1_000).map { _ in try LoadConnection(port: contender.port) }
            let time = (ContinuousClock.now - opening) / .milliseconds(1)
            var crowd = Load(connections: sessions, window: 2)
            try fill(contender, "/load", bytes: 100, count: 200_000)
            let prefix = "/load0000000000/n"
            let rate = try crowd.run(.get(prefix, count: nodes), seconds: 3).rate
            crowd.connections = []
            let full = try contender.memory
            var watchers = try load(on: contender)
            _ = try watchers.run(.watch(prefix, count: 200_000), count: 200_000)
            let watched = try contender.memory
            try fill(contender, "/more", bytes: 100, count: 800_000)
            let million = try contender.memory
            watchers.connections = []
            contender.stop()
            let recovery = try contender.start()
            figures[index] = [
                empty / 1e6, time, rate, full / 1e6, (watched - full) / 200_000,
                (million - watched) / 800_000, recovery, try contender.memory / 1e6,
            ]
        }
        for (index, (name, unit)) in [
            ("resident when empty", "MB"), ("1,000 sessions opened in", "ms"),
            ("gets over 1,000 sessions", "/s"),
            ("resident with 200,000 znodes", "MB"), ("memory a watch", "B"),
            ("memory a znode of 100 B", "B"), ("recovery of 1,000,000 znodes", "s"),
            ("resident after recovery", "MB"),
        ].enumerated() {
            report(name, unit, figures.map { $0[index] })
        }
    }

    private static func recording() throws {
        let contenders = [try Contender(.zabd), try Contender(.recording)]
        for contender in contenders {
            try contender.start()
            try fill(contender, "/small", bytes: 100, count: nodes)
        }
        let prefix = "/small0000000000/n"
        for (name, frames) in [
            ("set", LoadFrames.set(prefix, count: nodes, bytes: 100)),
            ("get", .get(prefix, count: nodes)),
        ] {
            var rates = Rounds()
            for _ in 0..<11 {
                for (index, contender) in contenders.enumerated() {
                    var load = try load(on: contender)
                    settle()
                    rates.add(try load.run(frames, seconds: 1).rate, of: index)
                }
            }
            Figures.row(
                "\(name) with --record",
                [
                    ("off", Figures.text(rates.median(of: 0), 0) + "/s"),
                    ("on", Figures.text(rates.median(of: 1), 0) + "/s"),
                    ("cost", Figures.text((1 - rates.ratio) * 100, 1) + " %"),
                ])
        }
    }

    private static func report(_ name: String, _ unit: String, _ values: [Double]) {
        Figures.row(
            name,
            [
                ("apache", Figures.text(values[0], 1) + " " + unit),
                ("zabd", Figures.text(values[1], 1) + " " + unit),
                ("ratio", Figures.text(values[1] / values[0], 2)),
            ])
    }
}
