/// What a request asks for, and of which kind a transaction is (`ZooDefs.OpCode`).
public enum Opcode: Int32, Hashable, Sendable, CaseIterable {
    case createSession = -10
    case closeSession = -11
    /// Only as the type of a transaction, of a result inside a multi, and of a multi's end marker.
    case error = -1
    case create = 1
    case delete = 2
    case exists = 3
    case getData = 4
    case setData = 5
    case getChildren = 8
    case sync = 9
    case ping = 11
    case getChildren2 = 12
    case check = 13
    case multi = 14
    case create2 = 15
    case setWatches = 101
}
