import Testing
import Znodes

@Suite struct ZnodePathTests {
    @Test func `parent, name and depth follow the slashes`() {
        let path: ZnodePath = "/lock/request"
        #expect(path.parent == "/lock")
        #expect(path.parent.parent == .root)
        #expect(ZnodePath.root.parent == .root)
        #expect([path.name, path.parent.name, ZnodePath.root.name] == ["request", "lock", ""])
        #expect([path.depth, path.parent.depth, ZnodePath.root.depth] == [2, 1, 0])
        #expect(ZnodePath.root.appending("lock").appending("request") == path)
    }

    @Test func `paths are equal when their bytes are`() {
        let composed: ZnodePath = "/\u{E9}"
        let decomposed: ZnodePath = "/e\u{301}"
        #expect(composed.text == decomposed.text)
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
    }

    @Test func `paths are ordered by their bytes`() {
        let paths: [ZnodePath] = ["/b", "/a/b", "/é", "/ab", "/a", "/Z", "/"]
        #expect(paths.sorted() == ["/", "/Z", "/a", "/a/b", "/ab", "/b", "/é"])
        let texts = [
            "/directory/1", "/directory/10", "/directory/2", "/directory/1234567", "/directory",
            "/directory/12345678", "/directory/1234567\u{E9}", "/dirEctory/1234567", "/d", "",
        ]
        for left in texts {
            for right in texts {
                let isBefore = left.utf8.lexicographicallyPrecedes(right.utf8)
                #expect((ZnodePath(left) < ZnodePath(right)) == isBefore, "\(left) < \(right)")
                #expect((ZnodePath(left) == ZnodePath(right)) == (left == right))
            }
        }
    }

    @Test(arguments: [
        "/", "/a", "/a/b", "/...", "/.a", "/a..b", "/ä", "/a b",
        "/\u{D7FF}",
        "/\u{FFEF}", "/zookeeper",
    ])
    func `a node may be called so`(text: String) {
        #expect(ZnodePath(text).validate() == nil)
    }

    @Test(arguments: [
        "", "a", "a/b", "/a/", "//", "/a//b", "/.", "/..", "/a/./b", "/a/..", "/a\0b", "/\u{1}",
        "/\u{1F}", "/\u{7F}", "/\u{9F}", "/\u{E000}", "/\u{F8FF}", "/\u{FFF0}", "/\u{FFFD}", "/😀",
    ])
    func `no node may be called so`(text: String) {
        #expect(ZnodePath(text).validate() == .badArguments)
    }
}

@Suite struct VocabularyTests {
    @Test func `error codes have ZooKeeper's names and numbers`() {
        #expect(ErrorCode.noNode.name == "NONODE")
        #expect(ErrorCode.noChildrenForEphemerals.name == "NOCHILDRENFOREPHEMERALS")
        #expect(ErrorCode(name: "SESSIONEXPIRED") == .sessionExpired)
        #expect(ErrorCode(name: "nonode") == nil)
        #expect(ErrorCode(rawValue: -126) == nil)
    }

    @Test func `an owner number says what keeps the node alive`() {
        let owners: [(Int64, NodeOwner)] = [
            (0, .persistent), (0x100_0000_0000_0001, .session(0x100_0000_0000_0001)),
            (.min, .container), (Int64(bitPattern: 0xFF00_0000_0000_03E8), .timeToLive(1000)),
            (
                Int64(bitPattern: 0xFE00_0000_0000_0001),
                .session(Int64(bitPattern: 0xFE00_0000_0000_0001))
            ),
        ]
        for (number, owner) in owners {
            #expect(NodeOwner(encoded: number) == owner)
            #expect(owner.encoded == number)
        }
    }
}
