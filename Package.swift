// swift-tools-version: 6.2
// The manifest reads as the architecture: targets from the bottom up, each with the one thing that
// it is.
import Foundation
import PackageDescription

let warnings: [SwiftSetting] =
    ProcessInfo.processInfo.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]
let strict: [SwiftSetting] =
    warnings + [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]

let trees: Target.Dependency = .product(name: "HashTreeCollections", package: "swift-collections")
let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let arguments: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let sockets: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let http: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let tls: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let yaml: Target.Dependency = .product(name: "Yams", package: "Yams")

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "zabscope",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "zabscope", targets: ["zabscope"]),
        .executable(name: "zabd", targets: ["zabd"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The protocol as a value: election, discovery, synchronization, broadcast.
        module("Zab", [deque]),
        // ZooKeeper's serialization, on bytes.
        module("Jute"),
        // What tells damaged files from whole ones.
        module("Checksum", ["CChecksum"]),
        // A thread of the operating system, for what waits for the disk.
        module("Threads"),
        // What is replicated: tree, sessions, watches; request → transaction → apply.
        module("Znodes", ["Jute", trees, deque]),
        // One whole server as a value: a Zab peer and the znodes, joined by the request pipeline.
        module("Replication", ["Zab", "Znodes", "Jute", deque]),
        // Bytes ↔ messages of the client port. No sockets.
        module("ZooKeeperWire", ["Jute", "Zab", "Znodes"]),
        // One server's disk: checksummed log, snapshots, epoch record, recovery.
        .target(
            name: "Storage",
            dependencies: ["Replication", "Zab", "Znodes", "Jute", "Checksum", "Threads"],
            exclude: ["FORMAT.md"], swiftSettings: strict),
        // The record of steps: text, JSON Lines, and the recorder that translates core words.
        .target(
            name: "Trace", dependencies: ["Replication", "Zab", "Znodes"], exclude: ["SCHEMA.md"],
            swiftSettings: strict),
        // The flight recorder's files: a live server's starting state and inputs ↔ bytes.
        module("Flight", ["Replication", "Zab", "Znodes", "Jute", "Checksum", "Threads"]),
        // A recording's inputs, taken again by a replica: the trace of what the server did.
        module("Rerun", ["Flight", "Trace", "Replication", "Zab", "Znodes", "Jute"]),
        // What Zab and ZooKeeper promise, as functions of a trace.
        module("Properties", ["Trace", "Zab", "Znodes"]),
        // The verbs of a scenario and the predicate language over a trace.
        module("Scenario", ["Trace", "Zab"]),
        // The deterministic driver: an ensemble, its network, disks, clock and clients as one value.
        module(
            "Simulator",
            ["Replication", "Zab", "Znodes", "Jute", "Trace", "Properties", deque]),
        // Lesson pages: read, run in a world, checked, rewritten.
        module(
            "Lessons",
            [
                "Scenario", "Simulator", "Replication", "Properties", "Trace", "Zab", "Znodes",
                yaml,
                "CCommonMark",
            ]),
        // Trace → figure as a value: lanes, rows, arrows, bars, labels placed.
        module("Picture", ["Trace", "Scenario", "Zab"]),
        // Figure → DOT → Graphviz.
        .target(
            name: "Diagram", dependencies: ["Picture", "CGraphviz"],
            swiftSettings: strict + [.strictMemorySafety()]),
        // Figure and lesson → frames of styled text; keys and paint.
        module(
            "Terminal",
            ["Picture", "Lessons", "Scenario", "Simulator", "Properties", "Trace", "Zab"]),

        .systemLibrary(
            name: "CGraphviz", pkgConfig: "libgvc",
            providers: [.apt(["libgraphviz-dev"]), .brew(["graphviz"])]),
        .systemLibrary(
            name: "CCommonMark", pkgConfig: "libcmark-gfm",
            providers: [
                .apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"]),
            ]),
        // The C library's knobs for its heap.
        .systemLibrary(name: "CMalloc"),
        // The processor's instruction for the checksum.
        .systemLibrary(name: "CChecksum"),

        // The other driver: sockets, timers, TLS, four-letter words, admin and metrics.
        module(
            "Server",
            [
                "Replication", "ZooKeeperWire", "Storage", "Flight", "Zab", "Znodes", "Jute", http,
                tls, crypto, logging, nio, sockets,
            ]),
        // A ZooKeeper client for the shell, tests and load.
        module("Client", ["ZooKeeperWire", "Jute", "Zab", "Znodes", nio, sockets]),
        // The server's command.
        .executableTarget(
            name: "zabd",
            dependencies: [
                "Server", "Client", "Storage", "ZooKeeperWire", "Replication", "Zab", "Znodes",
                "CMalloc", arguments, logging,
            ],
            exclude: ["SERVE.md"],
            swiftSettings: strict),

        // The learner's command.
        .executableTarget(
            name: "zabscope",
            dependencies: [
                "Terminal", "Diagram", "Picture", "Lessons", "Simulator", "Scenario", "Properties",
                "Trace", "Rerun", "Flight", "Zab", arguments,
            ],
            swiftSettings: strict),
        // `make bench`: figures, never tests.
        .executableTarget(
            name: "bench",
            dependencies: [
                "Simulator", "Diagram", "Picture", "Lessons", "Scenario", "Trace", "Zab", "Znodes",
                "Replication", "ZooKeeperWire", "Jute", arguments,
            ],
            swiftSettings: strict),

        tests("ArchitectureTests", []),
        tests("ZabTests", ["Zab"]),
        tests("JuteTests", ["Jute"]),
        tests("ZnodesTests", ["Znodes", "Jute"]),
        tests("ReplicationTests", ["Replication", "Simulator", "Zab", "Znodes", "Jute"]),
        tests("TraceTests", ["Trace", "Zab", "Znodes", "Replication"]),
        tests("PropertiesTests", ["Properties", "Trace", "Zab", "Znodes"]),
        tests("ScenarioTests", ["Scenario", "Trace", "Zab"]),
        tests(
            "SimulatorTests",
            ["Simulator", "Properties", "Trace", "Replication", "Zab", "Znodes"],
            exclude: ["Kills"]),
        tests(
            "LessonsTests", ["Lessons", "Scenario", "Simulator", "Properties", "Trace", "Zab"]),
        tests("PictureTests", ["Picture", "Scenario", "Trace", "Zab"]),
        tests("DiagramTests", ["Diagram", "Picture", "Lessons", "Scenario", "Trace", "Zab"]),
        tests("TerminalTests", ["Terminal", "Picture", "Lessons", "Scenario", "Trace", "Zab"]),
        tests("CommandTests", ["Trace", "Zab"]),
        tests("ZooKeeperWireTests", ["ZooKeeperWire", "Jute", "Zab", "Znodes"]),
        tests("StorageTests", ["Storage", "Replication", "Zab", "Znodes", "Jute", "Checksum"]),
        tests(
            "FlightTests",
            [
                "Checksum", "Flight", "Rerun", "Properties", "Trace", "Replication", "Zab",
                "Znodes", "Jute",
            ], exclude: ["Recordings"]),
        tests(
            "ServerTests",
            [
                "Server", "Client", "Storage", "ZooKeeperWire", "Replication", "Zab", "Znodes",
                "Jute", "Rerun", "Properties", "Trace", logging, nio, sockets, tls,
            ]
        ),
        // What of the shell needs no server.
        tests("ShellTests", ["zabd", "Client", "Znodes", arguments]),
        // What a client sees: on the simulator, on zabd and on Apache ZooKeeper.
        tests(
            "ConformanceTests",
            [
                "Server", "ZooKeeperWire", "Simulator", "Replication", "Zab", "Znodes", "Jute",
            ], exclude: ["Clients/recipes.py"]),
    ]
)

// `make test` builds the heavy tests for release, and nothing beside them:
// ZABSCOPE_TESTS names the one test target.
if let only = ProcessInfo.processInfo.environment["ZABSCOPE_TESTS"] {
    package.targets.removeAll { $0.type == .test && $0.name != only }
}
