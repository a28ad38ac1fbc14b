import Replication
import Testing
import Znodes

@testable import Server

/// What the replica is told of a configuration.
@Suite struct `Settings of the service` {
    private func settings(_ lines: String...) -> ServiceSettings {
        let text = "dataDir=/d\nclientPort=2181\n" + lines.joined(separator: "\n")
        return ConfigurationReading(Array(text.utf8), file: "zoo.cfg") { _ in nil }
            .configuration.replication.service
    }

    @Test func `SASL users can be named where they can log in, or where the provider is`() {
        #expect(!settings().acceptsSASL)
        #expect(settings("jaasLoginConfig=jaas.conf").acceptsSASL)
        let provider = "authProvider.1=org.apache.zookeeper.server.auth"
        #expect(settings("\(provider).SASLAuthenticationProvider").acceptsSASL)
        #expect(!settings("\(provider).DigestAuthenticationProvider").acceptsSASL)
    }

    @Test func `subjects of certificates can be named where clients can show them`() {
        #expect(!settings().acceptsX509)
        #expect(settings("secureClientPort=2281").acceptsX509)
        let provider = "authProvider.x509=org.apache.zookeeper.server.auth"
        #expect(settings("\(provider).X509AuthenticationProvider").acceptsX509)
    }
}
