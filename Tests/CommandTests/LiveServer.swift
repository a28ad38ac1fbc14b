import Foundation
import Synchronization

/// A `zabd` that runs while a test goes on.
final class LiveServer: Sendable {
    let process = Process()

    private struct State {
        var said = ""
        var isSilent = false
        var code: Int32?
        var listeners: [(phrase: String, continuation: CheckedContinuation<Bool, Never>)] = []
        var mourners: [CheckedContinuation<Int32, Never>] = []
    }

    private let state = Mutex(State())

    /// - Parameter starter: the command that becomes the server, such as `/usr/bin/env A=B`.
    init(
        in bench: Workbench, by starter: [String] = ["/usr/bin/env"], _ arguments: String...
    ) throws {
        let log = Pipe()
        process.executableURL = URL(fileURLWithPath: starter[0])
        process.arguments = starter.dropFirst() + [Workbench.server.path] + arguments
        process.currentDirectoryURL = bench.folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = log
        process.terminationHandler = { [weak self] in self?.ended($0.terminationStatus) }
        log.fileHandleForReading.readabilityHandler = { [weak self] handle in
            let bytes = handle.availableData
            if bytes.isEmpty { handle.readabilityHandler = nil }
            self?.hear(bytes)
        }
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// All that was logged so far.
    var said: String { state.withLock { $0.said } }

    /// Waits until it has logged a phrase; false if it ended without.
    func says(_ phrase: String) async -> Bool {
        await withCheckedContinuation { continuation in
            state.withLock { $0.listeners.append((phrase, continuation)) }
            answerListeners()
        }
    }

    /// Waits for its end, and gives the exit code or the signal.
    func end() async -> Int32 {
        await withCheckedContinuation { continuation in
            let code = state.withLock { state in
                if state.code == nil { state.mourners.append(continuation) }
                return state.code
            }
            if let code { continuation.resume(returning: code) }
        }
    }

    private func hear(_ bytes: Data) {
        state.withLock { state in
            state.said += String(decoding: bytes, as: UTF8.self)
            state.isSilent = bytes.isEmpty
        }
        answerListeners()
    }

    private func answerListeners() {
        let answered = state.withLock { state in
            let (said, isSilent) = (state.said, state.isSilent)
            let answered = state.listeners.filter { isSilent || said.contains($0.phrase) }
                .map { ($0.continuation, said.contains($0.phrase)) }
            state.listeners.removeAll { isSilent || said.contains($0.phrase) }
            return answered
        }
        for (continuation, isTrue) in answered { continuation.resume(returning: isTrue) }
    }

    private func ended(_ code: Int32) {
        let mourners = state.withLock { state in
            state.code = code
            defer { state.mourners = [] }
            return state.mourners
        }
        for mourner in mourners { mourner.resume(returning: code) }
    }
}

/// Ports of this machine that nobody listens on.
enum FreePort {
    static func any() throws -> Int {
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, kind, 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let failed = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) != 0 || getsockname(descriptor, $0, &length) != 0
            }
        }
        guard !failed else { throw POSIXError(.EADDRNOTAVAIL) }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
