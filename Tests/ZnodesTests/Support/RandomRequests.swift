import Znodes

extension Dice {
    /// A write that has a fair chance of being accepted in a small tree, and a fair chance of not.
    mutating func write(nesting: Bool = true) -> Request {
        switch Int.random(in: 0..<20, using: &self) {
        case 0..<7:
            .create(
                CreateRequest(
                    path(), data: data(), acl: Bool.random(using: &self) ? ACL.open : ACL.readOnly,
                    mode: CreateMode(rawValue: .random(in: 0...3, using: &self))!,
                    returnsStat: .random(using: &self)))
        case 7..<11: .delete(DeleteRequest(path(), version: version()))
        case 11..<15: .setData(SetDataRequest(path(), data: data(), version: version()))
        case 15..<18 where nesting:
            .multi(
                MultiRequest(
                    (0..<Int.random(in: 0...4, using: &self)).map { _ in
                        Int.random(in: 0..<4, using: &self) == 0
                            ? .check(CheckRequest(path(), version: version()))
                            : write(nesting: false)
                    }))
        case 18 where nesting: .closeSession
        case 19 where nesting: .createSession(CreateSessionRequest(timeout: 4000))
        default: .delete(DeleteRequest(path()))
        }
    }

    mutating func session() -> Int64 { .random(in: 1...3, using: &self) }

    private mutating func path() -> ZnodePath {
        let names = ["a", "b", "c", "a0000000000", "b0000000001"]
        return (0..<Int.random(in: 1...3, using: &self)).reduce(ZnodePath.root) { path, _ in
            path.appending(names.randomElement(using: &self)!)
        }
    }

    private mutating func version() -> Int32 { .random(in: -1...1, using: &self) }

    private mutating func data() -> [UInt8]? {
        [nil, [], [1], [1, 2, 3]].randomElement(using: &self)!
    }
}
