import Testing
import ZooKeeperWire

/// The first and the last three were given out by Apache ZooKeeper 3.8.
@Test(arguments: [
    (Int64(0x100_000f_2b77_0000), "1b1178e30cbcf6b4f1a4112535098244"),
    (1, "054cc74a37327db215e702e20c73f005"),
    (0x0100_00b1_02ca_0001, "372450b4812b163e978755be66962bc5"),
    (0x0100_00b1_02ca_0002, "fec061b4a148786fb8be1f3cebfbed5d"),
    (0x0100_00b1_02ca_0017, "2c55a2b4c208e0792edeaf5ed31a0c8e"),
])
func `a session's password is the one that ZooKeeper gives it`(session: Int64, password: String) {
    #expect(SessionPassword.make(for: session) == hex(password))
    #expect(SessionPassword.isRight(hex(password), for: session))
    #expect(!SessionPassword.isRight(hex(password), for: session + 1))
    #expect(!SessionPassword.isRight(Array(hex(password).dropLast()), for: session))
}

@Test func `session 0 has no password, and no password is never right`() {
    #expect(!SessionPassword.isRight(SessionPassword.make(for: 0), for: 0))
    #expect(!SessionPassword.isRight(nil, for: 1))
    #expect(!SessionPassword.isRight([], for: 1))
}
