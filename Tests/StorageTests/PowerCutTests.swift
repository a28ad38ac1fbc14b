import Testing
import Zab
import Znodes

@testable import Storage

/// The power is cut at every call that changes the disk, before it and within it; what is found
/// afterwards is compared with what was told durable.
@Suite struct PowerCutTests {
    private static let operations = 300
    private static let settings: StorageSettings = {
        var settings = StorageSettings(dataDirectory: "/data", logDirectory: "/log")
        settings.preallocation = 4_096
        return settings
    }()

    @Test(arguments: [1, 2] as [UInt64])
    func `nothing that was told durable is lost, nothing is invented, order is kept`(
        seed: UInt64
    ) throws {
        let fileSystem = MemoryFileSystem()
        fileSystem.keepPoints()
        var points = 0
        var failures: [String] = []
        var script = try Script(seed: seed, on: fileSystem, Self.settings) { point, possible in
            points += 1
            do {
                try Self.check(point, possible, seed: seed << 32 + UInt64(points))
            } catch {
                if failures.count < 3 {
                    failures.append("point \(points), \(point.call): \(error)")
                }
            }
        }
        try script.run(Self.operations)
        #expect(failures == [])
        #expect(points > 2 * Self.operations)
    }

    fileprivate struct Difference: Error {
        var expected: [Holding]
        var found: Holding
        var when: String
    }

    /// Recovers, with the power failing once more on the way half the times, and goes on from there.
    private static func check(
        _ point: MemoryFileSystem.Point, _ possible: [Holding], seed: UInt64
    ) throws {
        var dice = Dice(seed: seed)
        let fileSystem = MemoryFileSystem(point)
        fileSystem.powerReturns(&dice)
        if dice.chance(1, in: 2) {
            fileSystem.cut(after: dice.below(6))
            _ = try? recover(fileSystem)
            fileSystem.powerReturns(&dice)
        }
        let result = try recover(fileSystem)
        let found = Holding(result)
        guard possible.contains(where: { $0.isFound(as: found) }) else {
            throw Difference(expected: possible, found: found, when: "at once")
        }

        var next = Script(seed: seed, on: fileSystem, settings, from: result)
        try next.append()
        try next.flush()
        try next.run(10)
        try next.flush()
        fileSystem.powerReturns(&dice)
        let again = Holding(try recover(fileSystem))
        guard next.possible.count == 1, next.possible[0].isFound(as: again) else {
            throw Difference(expected: next.possible, found: again, when: "a life later")
        }
    }

    private static func recover(_ fileSystem: MemoryFileSystem) throws -> Recovery.Result {
        try Recovery(settings: settings, fileSystem: fileSystem, notice: { _ in }).run()
    }
}

extension PowerCutTests.Difference: CustomStringConvertible {
    var description: String {
        "\(when): expected one of \(expected.map(\.summary)), found \(found.summary)"
    }
}

extension Holding {
    /// Recovery raises the epochs to the log's.
    fileprivate func isFound(as found: Holding) -> Bool {
        let log = Log(base: state.zxid)
        let raised = Recovered(epochs: epochs, log: log, isComplete: isComplete)
        return found.state == state && found.epochs == raised.epochs
            && found.isComplete == isComplete
    }

    fileprivate var summary: String {
        "\(state.zxid) \(epochs.accepted)/\(epochs.current)\(isComplete ? "" : " incomplete")"
    }
}
