import Testing

@testable import Server

@Suite struct `Properties as Java reads them` {
    private func pairs(_ text: String) -> [String] {
        PropertyList(text).properties.map { "\($0.line) \($0.key)=\($0.value)" }
    }

    @Test(arguments: [
        ("a=1", "1 a=1"),
        ("a = 1", "1 a=1"),
        ("a:1", "1 a=1"),
        ("a 1", "1 a=1"),
        ("a\t\u{c} 1", "1 a=1"),
        ("a = = 1", "1 a== 1"),
        ("  a=1  ", "1 a=1  "),
        ("a", "1 a="),
        ("a=", "1 a="),
        ("=1", "1 =1"),
        ("a\\=b=1", "1 a=b=1"),
        ("a\\ b=1", "1 a b=1"),
        ("a\\:b 1", "1 a:b=1"),
        (#"a=\t\n\r\f\\\q\""#, "1 a=\t\n\r\u{c}\\q\""),
        (#"a=\u00e9\u2192\ud83d\ude00"#, "1 a=é→😀"),
        (#"a=\"#, "1 a="),
        ("a=1\\\n  2", "1 a=12"),
        ("a=1\\\\\nb=2", #"1 a=1\,2 b=2"#),
        ("a=1\\\n\nb=2", "1 a=1,3 b=2"),
        ("a=\\\n# no comment", "1 a=# no comment"),
        ("a=1\\", "1 a=1"),
        ("# c \\\na=1", "2 a=1"),
        ("! c\n  # c\n\t\n\u{c}\na=1", "5 a=1"),
        ("a=1\r\nb=2\rc=3\n", "1 a=1,2 b=2,3 c=3"),
        ("a=1 # no comment", "1 a=1 # no comment"),
        ("", ""),
    ]) func `lines, separators, escapes and comments`(text: String, read: String) {
        #expect(pairs(text).joined(separator: ",") == read)
    }

    @Test func `a broken escape is reported with its line, and the rest is read`() {
        let list = PropertyList("a=1\nb=\\u12x4\nc=\\u12\nd=4")
        #expect(list.broken.map(\.line) == [2, 3])
        #expect(list.properties.map(\.key) == ["a", "d"])
    }

    @Test func `bytes that are no UTF-8 are ISO 8859-1`() {
        let utf8 = PropertyList(Array("a=é".utf8)).properties.map(\.value)
        let latin = PropertyList([0x61, 0x3D, 0xE9]).properties.map(\.value)
        #expect(utf8 == ["é"])
        #expect(latin == ["é"])
    }
}
