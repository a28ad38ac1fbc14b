import Testing

@testable import zabd

@Test(arguments: [
    ("ls /", ["ls", "/"]),
    ("  create   /a  'two words'  ", ["create", "/a", "two words"]),
    ("set /a \"it's\"", ["set", "/a", "it's"]),
    ("create /a a\"b\"", ["create", "/a", "a\"b\""]),
    ("create /a \"\"", ["create", "/a", ""]),
    ("", []),
])
func `a line is cut at spaces, but not within quotation marks`(line: String, words: [String])
    throws
{
    #expect(try ShellLine.words(of: line) == words)
}

@Test func `options stand anywhere, alone or together`() throws {
    let line = try #require(try ShellLine("create /a/n- -se data -t 100"))
    #expect(line.command == .create)
    #expect(line.flags == ["s", "e"])
    #expect(line.values == ["t": "100"])
    #expect(line.words == ["/a/n-", "data"])
    #expect(try line.number("t") == Int64(100))
    #expect(try line.number("v", as: Int32.self) == nil)
}

@Test func `what begins with a dash is a word when it is a number, a dash, or behind two of them`()
    throws
{
    #expect(try ShellLine("set /a -5")?.words == ["/a", "-5"])
    #expect(try ShellLine("set /a -")?.words == ["/a", "-"])
    #expect(try ShellLine("set -- /a -x")?.words == ["/a", "-x"])
}

@Test func `an empty line is none`() throws {
    #expect(try ShellLine("   ") == nil)
}

@Test(arguments: [
    ("ls", "ls [-s] [-w] [-R] path"),
    ("set /a", "set [-s] [-v version] path data"),
    ("ls -x /", "Unrecognized option: -x"),
    ("delete /a -v", "Missing argument for option: v"),
    ("create /a 'x", "A quotation mark is missing: create /a 'x"),
])
func `a line that makes no sense is refused with a reason`(line: String, why: String) {
    #expect(throws: ShellError(why)) { try ShellLine(line) }
}

@Test func `an unknown command is answered with those there are`() {
    #expect(throws: ShellError(ShellCommand.overview + "\nCommand not found: foo")) {
        try ShellLine("foo bar")
    }
    #expect(
        ShellCommand.overview.contains("\n\tcreate [-s] [-e] [-c] [-t ttl] path [data] [acl]\n"))
}

@Test func `a value that is no number is refused`() throws {
    let line = try #require(try ShellLine("delete -v x /a"))
    #expect(
        throws: ShellError("\"x\" is no number for -v: delete [-v version] path"),
        performing: { try line.number("v", as: Int32.self) })
}

@Test func `every option of a command stands in what is said about it`() {
    for command in ShellCommand.allCases {
        for option in command.form.options {
            #expect(command.usage.contains(option), "\(command)")
        }
    }
}

/// As far as it is an option of one letter: the others are spelled out where it is called.
@Test func `help explains every option of a command`() {
    let letters = ShellCommand.allCases.filter { $0 != .addWatch && $0 != .reconfig }
    for command in letters {
        for option in command.form.options {
            #expect(command.meaning.contains(option), "\(command) \(option)")
        }
    }
}
