import Jute
import Server
import Testing
import Znodes
import ZooKeeperWire

/// `secureClientPort`, with real certificates and sockets.
@Suite struct SecurePortTests {
    /// A server with a secure port alone. PEM files are told by their names.
    private func place(
        _ clientAuth: TLSSettings.ClientAuth = Configuration().tls.clientAuth,
        _ change: (inout Configuration) -> Void = { _ in }
    ) throws -> Place {
        let certificates = try TestCertificates.shared.get()
        return try Place { configuration in
            configuration.clientPort = nil
            configuration.secureClientPort = 0
            configuration.secureClientPortAddress = "127.0.0.1"
            configuration.tls.keyStore.location = certificates.server
            configuration.tls.trustStore.location = certificates.authority
            configuration.tls.clientAuth = clientAuth
            change(&configuration)
        }
    }

    /// What `body` sees of a connection that shows this certificate.
    private func talk<Result>(
        to port: Int, as client: String?, _ body: (RawClient) throws -> Result
    ) async throws -> Result {
        let tunnel = try await TLSTunnel(to: port, client: client)
        let result = Swift.Result { try body(RawClient(port: tunnel.port)) }
        try await tunnel.close()
        return try result.get()
    }

    private func identities(of client: RawClient) throws -> [ClientInfo]? {
        guard try client.open() != nil else { return nil }
        guard case .success(.whoAmI(let identities)) = try client.ask(.whoAmI) else { return [] }
        return identities
    }

    private let address = ClientInfo(scheme: "ip", user: "127.0.0.1")

    @Test func `a client shows a certificate, which says who it is`() async throws {
        let certificates = try TestCertificates.shared.get()
        try await place().serving { port in
            let known = try await talk(to: port, as: certificates.client, identities)
            #expect(
                known == [
                    address, ClientInfo(scheme: "x509", user: TestCertificates.clientName),
                ])
        }
    }

    @Test func `by default nobody is served without one`() async throws {
        try await place().serving { port in
            let known = try await talk(to: port, as: nil, identities)
            #expect(known == nil)
        }
    }

    @Test(arguments: [TLSSettings.ClientAuth.need, .want])
    func `a certificate by another authority is refused`(
        clientAuth: TLSSettings.ClientAuth
    ) async throws {
        let certificates = try TestCertificates.shared.get()
        try await place(clientAuth).serving { port in
            let stranger = try await talk(to: port, as: certificates.stranger, identities)
            #expect(stranger == nil)
            let client = try await talk(to: port, as: certificates.client, identities)
            #expect(client != nil)
        }
    }

    @Test(arguments: [TLSSettings.ClientAuth.want, .none])
    func `whoever need not show one is an address`(
        clientAuth: TLSSettings.ClientAuth
    ) async throws {
        try await place(clientAuth).serving { port in
            let known = try await talk(to: port, as: nil, identities)
            #expect(known == [address])
        }
    }

    @Test func `where none is asked for, it does not matter which one there is`() async throws {
        let certificates = try TestCertificates.shared.get()
        try await place(.none).serving { port in
            let known = try await talk(to: port, as: certificates.stranger, identities)
            #expect(known == [address])
        }
    }

    @Test func `handshakes that fail are counted`() async throws {
        let certificates = try TestCertificates.shared.get()
        try await place { $0.fourLetterWords = [.mntr] }.serving { port in
            let stranger = try await talk(to: port, as: certificates.stranger, identities)
            #expect(stranger == nil)
            let values = try await talk(to: port, as: certificates.client) { client in
                client.send(Array("mntr".utf8))
                return client.rest()
            }
            #expect(values.contains("zk_unsuccessful_handshake\t1\n"))
        }
    }

    @Test func `a wanted certificate says who the client is`() async throws {
        let certificates = try TestCertificates.shared.get()
        try await place(.want).serving { port in
            let known = try await talk(to: port, as: certificates.client, identities)
            #expect(known?.last?.scheme == "x509")
        }
    }

    @Test func `who speaks no TLS is sent away, the others are served`() async throws {
        let certificates = try TestCertificates.shared.get()
        try await place().serving { port in
            try await talk(to: port, as: certificates.client) { secure in
                #expect(try secure.open() != nil)
                let plain = try RawClient(port: port)
                #expect(try plain.open() == nil)
                #expect(try secure.ask(.exists(ExistsRequest("/"))) != nil)
            }
        }
    }

    @Test func `the super user's certificate opens everything`() async throws {
        let certificates = try TestCertificates.shared.get()
        let nobody = ACL([], for: Identity(scheme: "world", id: "anyone"))
        let create = Request.create(CreateRequest("/closed", acl: [nobody]))
        let read = Request.getData(GetDataRequest("/closed"))
        for (superUser, isSuper) in [(TestCertificates.clientName, true), ("CN=alice", false)] {
            let place = try place { $0.x509SuperUser = superUser }
            try await place.serving { port in
                let outcome = try await talk(to: port, as: certificates.client) { client in
                    _ = try client.open()
                    #expect(try client.ask(create) == .success(.created("/closed", nil)))
                    return try client.ask(read)
                }
                #expect((outcome == .failure(.noAuth)) == !isSuper)
            }
        }
    }
}
