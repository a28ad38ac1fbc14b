import Testing

@testable import Terminal

private func keys(_ chunks: [[UInt8]]) -> [Key] {
    var decoder = KeyDecoder()
    return chunks.flatMap { decoder.keys(from: $0) }
}

@Test(
    arguments: [
        ([0x1B, 0x5B, 0x43], Key.right), ([0x1B, 0x4F, 0x41], .up),
        ([0x1B, 0x5B, 0x35, 0x7E], .pageUp),
        ([0x1B, 0x5B, 0x31, 0x3B, 0x35, 0x43], .right), ([0x0D], .enter), ([0x7F], .backspace),
        ([0x03], .interrupt), ([0xC3, 0xA4], .character("ä")),
        ([0xE2, 0x94, 0x82], .character("│")),
    ] as [([UInt8], Key)])
func `bytes of a terminal become keys`(bytes: [UInt8], key: Key) {
    #expect(keys([bytes]) == [key])
    #expect(keys(bytes.map { [$0] }) == [key], "cut between any two bytes")
}

@Test func `a lone escape is a key once nothing follows`() {
    var decoder = KeyDecoder()
    #expect(decoder.keys(from: [0x1B]) == [])
    #expect(decoder.awaitsMore)
    #expect(decoder.flush() == [.escape])
    #expect(!decoder.awaitsMore)
}

@Test func `unknown sequences and broken text are swallowed and what follows is read`() {
    #expect(
        keys([[0x1B, 0x5B, 0x39, 0x39, 0x7E, 0x71, 0xFF, 0xC3, 0x71, 0x1B, 0x5B, 0x49, 0x6E]])
            == [.character("q"), .character("q"), .character("n")])
}
