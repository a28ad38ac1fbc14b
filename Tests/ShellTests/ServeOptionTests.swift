import ArgumentParser
import Testing

@testable import zabd

@Suite struct ServeOptionTests {
    @Test(arguments: [
        ("1", 1), ("4096", 4_096), ("64K", 65_536), ("512M", 536_870_912), ("2G", 2_147_483_648),
        ("2g", 2_147_483_648),
    ])
    func `a size is a number, and a unit if one likes`(text: String, bytes: Int) throws {
        let serve = try Serve.parse(["zoo.cfg", "--record", "flight", "--record-limit", text])
        #expect(serve.recordLimit?.bytes == bytes)
    }

    @Test(arguments: [
        "", "0", "K", "-1", "+1K", "1.5G", "1 G", "1T", "1KB", "5ß", "٣", "9223372036854775808",
        "9000000000G",
    ])
    func `anything else is none`(text: String) {
        #expect(throws: (any Error).self) {
            try Serve.parse(["zoo.cfg", "--record", "flight", "--record-limit=\(text)"])
        }
    }

    @Test func `a limit of nothing is refused`() throws {
        #expect(throws: (any Error).self) { try Serve.parse(["zoo.cfg", "--record-limit", "1G"]) }
        #expect(try Serve.parse(["zoo.cfg"]).recordLimit == nil)
    }

    @Test func `the help shows how it is written`() {
        let help = Serve.helpMessage(columns: 100)
        #expect(help.contains("--record-limit <bytes>"))
        #expect(help.contains("zabd serve zoo.cfg --record flight --record-limit 512M"))
    }
}
