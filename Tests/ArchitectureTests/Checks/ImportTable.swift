/// Who may import whom, from the bottom up. Each boundary stands here because it forbids something.
enum ImportTable {
    /// What a target of `Sources` may name in Package.swift and import, beyond the system's modules.
    static let modules: [(name: String, mayImport: Set<String>)] = [
        ("Zab", [deques]),
        ("Jute", []),
        ("Checksum", ["CChecksum"]),
        ("Threads", []),
        // Knows no Zab: what is replicated does not depend on how.
        ("Znodes", ["Jute", trees, deques]),
        ("Replication", ["Zab", "Znodes", "Jute", deques]),
        // Bytes only: the same codec serves sockets, tests and the stepper.
        ("ZooKeeperWire", ["Jute", "Zab", "Znodes"]),
        // Knows no sockets, and no peer: what it keeps is bytes in order.
        ("Storage", ["Replication", "Zab", "Znodes", "Jute", "Checksum", "Threads"]),
        ("Trace", ["Replication", "Zab", "Znodes", "Jute"]),
        // Reads and writes recordings without a server, so that the learner's command needs none.
        ("Flight", ["Replication", "Zab", "Znodes", "Jute", "Checksum", "Threads"]),
        // The server needs no traces, so it does not carry them.
        ("Rerun", ["Flight", "Trace", "Replication", "Zab", "Znodes", "Jute"]),
        // Sees traces only, never a replica nor which rules are off.
        ("Properties", ["Trace", "Zab", "Znodes"]),
        ("Scenario", ["Trace", "Zab"]),
        (
            "Simulator",
            ["Properties", "Trace", "Replication", "Znodes", "Jute", "Zab", trees, deques]
        ),
        (
            "Lessons",
            [
                "Scenario", "Simulator", "Properties", "Trace", "Replication", "Znodes", "Zab",
                "Yams", "CCommonMark",
            ]
        ),
        // Draws a recording, wherever it comes from: no simulator, no lesson.
        ("Picture", ["Trace", "Scenario", "Zab"]),
        ("Diagram", ["Picture", "CGraphviz"]),
        (
            "Terminal",
            [
                "Picture", "Lessons", "Scenario", "Simulator", "Properties", "Trace", "Znodes",
                "Zab",
            ]
        ),
        // Never sees the simulator, nor who draws.
        (
            "Server",
            [
                "Replication", "ZooKeeperWire", "Storage", "Flight", "Zab", "Znodes", "Jute",
                "NIOCore", "NIOPosix", "NIOHTTP1", "NIOSSL", "Crypto", "Logging", trees, deques,
            ]
        ),
        // A client knows the wire, never a server's inside.
        ("Client", ["ZooKeeperWire", "Jute", "Zab", "Znodes", "NIOCore", "NIOPosix"]),
        (
            "zabd",
            [
                "Server", "Client", "Storage", "ZooKeeperWire", "Replication", "Zab", "Znodes",
                "CMalloc", "Logging", "ArgumentParser",
            ]
        ),
        (
            "zabscope",
            [
                "Terminal", "Diagram", "Picture", "Lessons", "Simulator", "Scenario", "Properties",
                "Trace", "Rerun", "Flight", "Znodes", "Zab", "ArgumentParser",
            ]
        ),
        (
            "bench",
            [
                "Simulator", "Diagram", "Picture", "Lessons", "Scenario", "Properties", "Trace",
                "Replication", "ZooKeeperWire", "Znodes", "Jute", "Zab", "ArgumentParser",
            ]
        ),
    ]

    /// Pure values, free of Foundation and of the operating system.
    static let core: Set<String> = ["Zab", "Jute", "Znodes", "Replication", "ZooKeeperWire"]
    /// What a run is computed from: neither clock nor chance nor an unordered walk may reach it.
    static let deterministic = core.union(["Trace", "Properties", "Scenario", "Simulator"])
    static let executables: Set<String> = ["zabscope", "zabd", "bench"]
    /// Who touches the terminal, files or C by more than Foundation's means.
    static let edges = executables.union([
        "Diagram", "Terminal", "Lessons", "Threads", "Storage", "Flight", "Server", "Client",
    ])
    /// What a running server is made of. Foundation as a whole would be 5 MB of its memory; its essentials are there
    /// anyway, with other packages.
    static let light: Set<String> = ["Threads", "Storage", "Flight", "Server", "Client", "zabd"]
    /// Who may switch a rule off, beside the tests.
    static let mayBreakRules: Set<String> = ["Simulator", "Lessons"]

    private static let trees = "HashTreeCollections"
    private static let deques = "DequeModule"
    private static let system: Set<String> = [
        "Glibc", "Musl", "Darwin", "Synchronization", "Dispatch",
    ]

    static func allowed(to target: String) -> Set<String>? {
        modules.first { $0.name == target }?.mayImport
    }

    /// Package.swift and the table name the same targets, and the manifest grants none more than the table.
    static func findings(in manifest: [ManifestTarget]) -> [Finding] {
        let file = "Package.swift"
        let targets = manifest.filter { !$0.isTest }
        let known = Set(targets.map(\.name))
        let unknown = modules.map(\.name).filter { !known.contains($0) }
            .map { Finding(file, "the import table names \($0), which is no target") }
        return unknown
            + targets.flatMap { target -> [Finding] in
                guard let may = allowed(to: target.name) else {
                    return [
                        Finding(file, "say in the import table what \(target.name) may import")
                    ]
                }
                return target.dependencies.filter { !may.contains($0) }.map {
                    Finding(file, "\(target.name) may not depend on \($0)")
                }
            }
    }

    /// A file imports only what its target names in Package.swift; SwiftPM itself lets more through.
    static func findings(in source: SwiftSource, manifest: [ManifestTarget]) -> [Finding] {
        guard let target = manifest.first(where: { $0.name == source.target }) else {
            return [Finding(source.path, "belongs to no target of Package.swift")]
        }
        return source.imports.compactMap { module, line in
            guard !target.dependencies.contains(module) else { return nil }
            let reason = refusal(of: module, to: target) ?? weight(of: module, in: source)
            return reason.map { Finding(source.path, line: line, $0) }
        }
    }

    /// Where there are no essentials, all of Foundation stands in for them.
    private static func weight(of module: String, in source: SwiftSource) -> String? {
        guard module == "Foundation", light.contains(source.target),
            !source.imports.contains(where: { $0.0 == "FoundationEssentials" })
        else { return nil }
        return "a server carries FoundationEssentials only: #if canImport(FoundationEssentials)"
    }

    private static func refusal(of module: String, to target: ManifestTarget) -> String? {
        if target.isTest {
            return module == "Testing" || module == "Foundation" || system.contains(module)
                ? nil : "\(target.name) does not name \(module) in Package.swift"
        }
        if module.hasPrefix("Foundation") {
            return core.contains(target.name)
                ? "the core is plain Swift: no Foundation below Trace" : nil
        }
        if system.contains(module) {
            return edges.contains(target.name)
                ? nil : "only the edges may import \(module): \(edges.sorted())"
        }
        return "\(target.name) does not name \(module) in Package.swift"
    }
}
