import Foundation
import Server
import Testing

@Suite struct SessionPasswordsTests {
    /// The first was seen at a ZooKeeper server, the second computed with `java.util.Random`.
    @Test(arguments: [
        (0x100_000f_2b77_0000, "1b1178e30cbcf6b4f1a4112535098244"),
        (1, "054cc74a37327db215e702e20c73f005"),
    ])
    func `without a secret the formula is ZooKeeper's`(session: Int64, password: String) {
        #expect(hexadecimal(SessionPasswords()[session]) == password)
    }

    @Test func `with a secret it is a message authentication code, cut to 16 bytes`() throws {
        try withFile("0123456789abcdef\n") { path in
            let passwords = try SessionPasswords(secretFile: path)
            // hmac.new(b"0123456789abcdef", struct.pack(">q", 0x100000f2b770000), sha256), in Python
            #expect(
                hexadecimal(passwords[0x100_000f_2b77_0000])
                    == "bd0d4825f58dc1fd24ccee09a6b647f7")
        }
    }

    @Test func `only the session's own password is right`() {
        let passwords = SessionPasswords()
        let password = passwords[7]
        #expect(passwords.isValid(password, for: 7))
        #expect(!passwords.isValid(password, for: 8))
        #expect(!passwords.isValid([], for: 7))
        #expect(!passwords.isValid(password + [0], for: 7))
        for place in password.indices {
            var wrong = password
            wrong[place] ^= 1
            #expect(!passwords.isValid(wrong, for: 7))
        }
    }

    @Test func `session 0 is nobody's`() {
        let passwords = SessionPasswords()
        #expect(!passwords.isValid(passwords[0], for: 0))
    }

    @Test func `a secret that is missing or too short is refused by name`() throws {
        #expect(throws: SecurityError(file: "/no/such", reason: "there is no such file")) {
            try SessionPasswords(secretFile: "/no/such")
        }
        try withFile("short\n") { path in
            let error = #expect(throws: SecurityError.self) {
                try SessionPasswords(secretFile: path)
            }
            #expect(error?.description.hasPrefix("\(path): the session secret has 5 bytes") == true)
        }
        let folder = FileManager.default.temporaryDirectory.path
        #expect(throws: SecurityError(file: folder, reason: "this is a directory, not a file")) {
            try SessionPasswords(secretFile: folder)
        }
    }
}

func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// A file of this content, for as long as the body runs.
func withFile(_ text: String, _ body: (String) throws -> Void) throws {
    try withFile(Data(text.utf8), body)
}

func withFile(_ content: Data, _ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("zabscope-" + UUID().uuidString).path
    try content.write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
}
