import Server
import Testing
import Znodes

@Suite struct RequiredAuthenticationTests {
    private static let address = Identity(scheme: "ip", id: "127.0.0.1")
    private static let login = Identity(scheme: "sasl", id: "bob")

    @Test func `without a demand everyone is welcome`() {
        #expect(RequiredAuthentication().isMet(by: []))
    }

    @Test func `one of the schemes is enough, and no other is`() {
        let required = RequiredAuthentication(schemes: ["sasl", "x509"])
        #expect(!required.isMet(by: []))
        #expect(!required.isMet(by: [Self.address, Identity(scheme: "digest", id: "u:h")]))
        #expect(required.isMet(by: [Self.address, Self.login]))
    }
}
