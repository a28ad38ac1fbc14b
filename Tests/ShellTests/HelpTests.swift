import ArgumentParser
import Testing

@testable import zabd

@Test(arguments: ["--help", "-h"])
func `whoever asks for help gets it without a server`(word: String) async throws {
    let shell = try Shell.parse(["-server", "127.0.0.1:1", "-timeout", "1", word])
    await #expect(throws: CleanExit.self) { try await shell.run() }
}
