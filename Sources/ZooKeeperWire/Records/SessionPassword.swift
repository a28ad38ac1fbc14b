/// The password of a session, by ZooKeeper's formula (`ZooKeeperServer.generatePasswd`): the first 16 bytes of
/// Java's generator, seeded with the session id. Every server can check it without having given it out.
///
/// It keeps clients from mixing up their sessions, and nobody out: whoever knows the id knows it too.
public enum SessionPassword {
    public static let size = 16

    /// `java.util.Random(session XOR 0xB3415C00).nextBytes`: a linear congruential generator of 48
    /// bits, whose upper 32 are each step's output, least significant byte first.
    public static func make(for session: Int64) -> [UInt8] {
        let mask: UInt64 = 1 << 48 - 1
        let multiplier: UInt64 = 0x5_DEEC_E66D
        var state = (UInt64(bitPattern: session) ^ 0xB341_5C00 ^ multiplier) & mask
        var password: [UInt8] = []
        password.reserveCapacity(size)
        while password.count < size {
            state = (state &* multiplier &+ 0xB) & mask
            let output = UInt32(truncatingIfNeeded: state >> 16)
            for shift in [0, 8, 16, 24] as [UInt32] {
                password.append(UInt8(truncatingIfNeeded: output >> shift))
            }
        }
        return password
    }

    /// Whether `password` is that of the session; session 0 has none.
    public static func isRight(_ password: [UInt8]?, for session: Int64) -> Bool {
        session != 0 && password == make(for: session)
    }
}
