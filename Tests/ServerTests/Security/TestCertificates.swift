import Foundation

/// Certificates made for this run by the command `openssl`: an authority, a server and a client that it
/// vouches for, and a client of another authority.
struct TestCertificates {
    /// The directory that they are in; it goes with the process.
    private static let directory = FileManager.default.temporaryDirectory
        .appendingPathComponent("zabd-tls-\(ProcessInfo.processInfo.globallyUniqueString)").path

    /// Made once, by whoever comes first.
    static let shared = Result { try TestCertificates() }

    /// The authority's certificate.
    var authority: String { path("authority.pem") }
    /// A key and a certificate in one file.
    var server: String { path("server.pem") }
    var client: String { path("client.pem") }
    var stranger: String { path("stranger.pem") }

    /// Who the client is to ZooKeeper.
    static let clientName = #"CN=al\+ice,OU=Größe,O=Zab\, scope,C=DE"#

    private init() throws {
        try FileManager.default.createDirectory(
            atPath: Self.directory, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(atPath: TestCertificates.directory) }
        try make(authority: "authority", "/CN=Authority")
        try make(authority: "other", "/CN=Other")
        try make("server", "/CN=localhost", by: "authority")
        try make("client", "/C=DE/O=Zab, scope/OU=Größe/CN=al\\+ice", by: "authority")
        try make("stranger", "/CN=stranger", by: "other")
    }

    private func path(_ name: String) -> String { "\(Self.directory)/\(name)" }

    private func make(authority name: String, _ subject: String) throws {
        try openSSL([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "2", "-subj", subject, "-keyout", path("\(name).key"),
            "-out", path("\(name).pem"),
        ])
    }

    private func make(_ name: String, _ subject: String, by authority: String) throws {
        try openSSL([
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-utf8",
            "-subj", subject, "-keyout", path("\(name).key"), "-out", path("\(name).csr"),
        ])
        try openSSL([
            "x509", "-req", "-days", "2", "-in", path("\(name).csr"),
            "-CA", path("\(authority).pem"), "-CAkey", path("\(authority).key"),
            "-CAcreateserial", "-out", path("\(name).crt"),
        ])
        let parts = try ["key", "crt"].map {
            try String(contentsOfFile: path("\(name).\($0)"), encoding: .utf8)
        }
        try parts.joined().write(
            toFile: path("\(name).pem"), atomically: true, encoding: .utf8)
    }

    private func openSSL(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        let complaint = Pipe()
        process.standardError = complaint
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let text = try complaint.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        if process.terminationStatus != 0 {
            throw Failure(reason: "openssl: \(String(decoding: text, as: UTF8.self))")
        }
    }

    struct Failure: Error { let reason: String }
}
