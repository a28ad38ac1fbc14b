import Synchronization
import Testing
import Znodes

@testable import Server

/// Somebody sets the system's clock while the server runs.
@Suite(.timeLimit(.minutes(2))) struct ClockTests {
    @Test(arguments: [3_600_000, -3_600_000] as [Int64])
    func `a clock that jumps expires nobody, is told, and dates what comes after`(
        jump: Int64
    ) async throws {
        let place = try Place { $0.maxSessionTimeout = 600_000 }
        let heard = Heard("the system's clock jumped by")
        let offset = Mutex<Int64>(0)
        var settings = try DriverSettings(place.configuration)
        let clock = settings.wallClock
        settings.wallClock = { clock() + offset.withLock { $0 } }
        let server = try await RunningServer.start(
            settings, place.configuration, log: heard.log, recordTo: nil)
        let outcome = await jumping(on: server) {
            offset.withLock { $0 = jump }
            await heard.wait()
        }
        await server.stop()
        let (before, after) = try outcome.get()
        #expect(abs(after - before - jump) < 1_800_000)
    }

    /// When the same session changed a node before and after the jump.
    private func jumping(
        on server: RunningServer, _ jump: () async -> Void
    ) async -> Result<(before: Int64, after: Int64), any Error> {
        do {
            let client = try RawClient(port: try #require(server.clientPorts.first))
            #expect(try client.open(timeout: 600_000) != nil)
            let ephemeral = CreateRequest("/mine", mode: .ephemeral)
            #expect(try client.ask(.create(ephemeral)) == .success(.created("/mine", nil)))
            let before = try changed(client)
            await jump()
            return .success((before, try changed(client)))
        } catch {
            return .failure(error)
        }
    }

    private func changed(_ client: RawClient) throws -> Int64 {
        guard
            case .success(.stat(let stat)) = try client.ask(
                .setData(SetDataRequest("/mine", data: nil)))
        else { throw ServerError("the session has gone") }
        return stat.mtime
    }
}
