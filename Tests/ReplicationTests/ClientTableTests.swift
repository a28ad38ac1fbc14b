import Simulator
import Testing
import Znodes

@testable import Replication

@Suite struct ClientTableTests {
    /// The table remembers whose place was looked for last. It must not matter what that was.
    @Test(arguments: 1...20) func `a place that is remembered is the place that is found`(
        seed: UInt64
    ) {
        var random = SplitMix64(seed: seed)
        var table = ClientTable()
        // Sessions of the connections that are there, and the newest connection of each session.
        var sessions: [Connection: Int64] = [:]
        var newest: [Int64: Connection] = [:]
        var next: Connection = 1
        for _ in 0..<2_000 {
            let known = random.pick([0] + sessions.keys.sorted())
            let session = Int64(random.below(6))
            switch random.below(8) {
            case 0:
                let caller = Caller(session: session, identities: [])
                table.add(next, for: caller, timeout: Int32(truncatingIfNeeded: next))
                sessions[next] = session
                newest[session] = next
                next += 1
            case 1:
                table.remove(known)
                if let session = sessions.removeValue(forKey: known),
                    newest[session] == known
                {
                    newest[session] = nil
                }
            case 2, 3, 4:
                let place = table.place(of: known)
                #expect((place == nil) == (sessions[known] == nil))
                if let place {
                    #expect(table[place].session == sessions[known])
                    #expect(table[place].timeout == Int32(truncatingIfNeeded: known))
                }
            default:
                let place = table.place(ofSession: session)
                #expect(place?.connection == newest[session])
                if let place { #expect(table[place].session == session) }
            }
        }
        #expect(table.numbers == sessions.keys.sorted())
    }
}
