import Testing
import Znodes

/// How long a transaction may become.
@Suite struct TransactionSizeTests {
    /// 627 kB as a request, 594 kB as a transaction.
    @Test func `many small operations in one multi count as what they are encoded as`() {
        var leader = Leader(sessions: 1)
        leader.perform(.create(CreateRequest("/a")))
        let checks = [Request](repeating: .check(CheckRequest("/a")), count: 33_000)
        let transaction = leader.propose(.multi(MultiRequest(checks)))
        #expect(transaction.body.opcode == .multi)
        #expect(transaction.encode().count == 32 + 4 + 33_000 * (8 + 4 + 2 + 4))
        #expect(leader.commit().code == .ok)
    }

    @Test(arguments: 0..<20)
    func `what is counted is never less than what is encoded`(seed: UInt64) {
        var dice = Dice(seed: seed)
        var leader = Leader(sessions: 1, 2, 3)
        for _ in 0..<200 {
            let request = dice.write()
            let session = dice.session()
            let before = leader
            let transaction = leader.propose(request, session: session)
            leader.commit()
            switch transaction.body {
            case .createSession, .closeSession, .error: continue
            default: break
            }
            var settings = ServiceSettings()
            settings.maxTransactionBytes = transaction.encode().count - 1
            var strict = before
            strict.preparation = Preparation(settings: settings)
            #expect(strict.propose(request, session: session).body == .error(.marshallingError))
        }
    }
}
