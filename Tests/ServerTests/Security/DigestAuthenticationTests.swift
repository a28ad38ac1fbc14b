import Server
import Testing
import Znodes

@Suite struct DigestAuthenticationTests {
    @Test(arguments: [
        ("u:p", "u:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ="),
        ("super:test", "super:D/InIHSb7yEEbrWz8b9l71RjZJU="),
    ])
    func `the identity is the user and the hash of user and password`(
        credentials: String, identity: String
    ) {
        #expect(
            DigestAuthentication().identities(for: Array(credentials.utf8))
                == [Identity(scheme: "digest", id: identity)])
    }

    @Test func `the super user is super beside being a user`() {
        let authentication = DigestAuthentication(
            superDigest: "super:D/InIHSb7yEEbrWz8b9l71RjZJU=")
        #expect(
            authentication.identities(for: Array("super:test".utf8)) == [
                Identity(scheme: "super", id: ""),
                Identity(scheme: "digest", id: "super:D/InIHSb7yEEbrWz8b9l71RjZJU="),
            ])
        #expect(
            authentication.identities(for: Array("super:guess".utf8)).map(\.scheme) == ["digest"])
    }

    @Test func `a password may contain colons, and be missing`() {
        let authentication = DigestAuthentication()
        // printf u:a:b | openssl sha1 -binary | base64
        #expect(
            authentication.identity(of: Array("u:a:b".utf8)) == "u:Ka3Bfj2GPj7fp0ffwAw1Arlu9+Q=")
        // printf u | openssl sha1 -binary | base64
        #expect(authentication.identity(of: Array("u".utf8)) == "u:UeaYkqtJ34XGIwzMV/jh0WBsrMw=")
        // printf '' | openssl sha1 -binary | base64
        #expect(authentication.identity(of: []) == ":2jmj7l5rSw0yVb/vlWAYkK/YBwk=")
    }

    @Test func `another hash can be chosen`() {
        // printf u:p | openssl sha256 -binary | base64
        #expect(
            DigestAuthentication(algorithm: .sha256).identity(of: Array("u:p".utf8))
                == "u:/Y8xRBngpX5duYn15uUqIRaIaCviy5TEwSk419hCwuA=")
    }
}
