/// What the driver needs to know beside what the replica is given.
struct DriverSettings: Sendable {
    var limits = ClientLimits()
    var passwords: SessionPasswords
    var authentication: ClientAuthentication
}
