import Foundation
import Properties
import Simulator
import Testing
import Trace
import Zab

/// The checks can fail: without a rule the swarm finds what that rule prevents.
@Suite struct `The kill table` {
    @Test(arguments: Kill.table)
    func `a rule switched off is caught, and named`(_ kill: Kill) async throws {
        let swarm = Swarm(seeds: Kill.seeds, without: kill.off, isLossy: kill.isLossy)
        let found = try #require(await swarm.search(workers: 2))
        let property = try #require(found.violation?.property)
        #expect(kill.breaks.contains(property), "\(found.violation?.description ?? "")")
    }

    /// Each was written by `zabscope swarm --seeds 1500 --without RULE --harm -o FILE`, with the second rule
    /// or `--lossy` as the row says, and without `--harm` where no client is hurt.
    @Test(arguments: Kill.table)
    func `the kept trace of each kill shows the harm`(_ kill: Kill) throws {
        let path = Self.folder.appendingPathComponent(kill.file).path
        let recording = try Recording(path: path)
        #expect(Set(recording.header.off) == Set(kill.off))
        let broken = Checker.check(recording).map(\.property)
        #expect(broken.contains { kill.isKept($0) }, "\(broken)")
        #expect(broken.contains { kill.breaks.contains($0) }, "\(broken)")
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Kills")
}
