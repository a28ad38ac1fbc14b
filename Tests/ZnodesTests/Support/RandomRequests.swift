import Znodes

extension Dice {
    /// A write that has a fair chance of being accepted in a small tree, and a fair chance of not.
    mutating func write(nesting: Bool = true) -> Request {
        switch roll(0...19) {
        case 0..<7:
            .create(
                CreateRequest(
                    path(), data: data(), acl: flip() ? ACL.open : ACL.readOnly,
                    mode: pick(Array(CreateMode.allCases.prefix(4))),
                    returnsStat: flip()))
        case 7..<11: .delete(DeleteRequest(path(), version: version()))
        case 11..<15: .setData(SetDataRequest(path(), data: data(), version: version()))
        case 15..<18 where nesting:
            .multi(
                MultiRequest(
                    (0..<roll(0...4)).map { _ in
                        roll(0...3) == 0
                            ? .check(CheckRequest(path(), version: version()))
                            : write(nesting: false)
                    }))
        case 18 where nesting: .closeSession
        case 19 where nesting: .createSession(CreateSessionRequest(timeout: 4000))
        default: .delete(DeleteRequest(path()))
        }
    }

    mutating func session() -> Int64 { roll(1...3) }

    private mutating func path() -> ZnodePath {
        let names = ["a", "b", "c", "a0000000000", "b0000000001"]
        return (0..<roll(1...3)).reduce(ZnodePath.root) { path, _ in
            path.appending(pick(names))
        }
    }

    private mutating func version() -> Int32 { roll(-1...1) }

    private mutating func data() -> [UInt8]? {
        pick([nil, [], [1], [1, 2, 3]])
    }
}
