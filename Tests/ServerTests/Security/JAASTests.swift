import Testing

@testable import Server

@Suite struct JAASTests {
    private static let example = """
        // Who may log in.
        Server {
            org.apache.zookeeper.server.auth.DigestLoginModule required
            user_super="admin\\"secret"  /* in two
            lines */ user_bob=plain
            debug="true";
        };
        Client { com.example.Module OPTIONAL; };
        """

    @Test func `the users are those of the server's section`() throws {
        try withFile(Self.example) { path in
            let users = try SASLUsers(file: path)
            #expect(users.password(of: "super") == "admin\"secret")
            #expect(users.password(of: "bob") == "plain")
            #expect(users.password(of: "debug") == nil)
        }
    }

    @Test func `the super user's password is the configuration's`() throws {
        for text in [Self.example, "Server { a.B required; };"] {
            try withFile(text) { path in
                let users = try SASLUsers(file: path, superPassword: "other")
                #expect(users.password(of: "super") == "other")
            }
        }
    }

    @Test func `a module, its flag and its options are read in order`() throws {
        let configuration = try JAASConfiguration(Self.example, named: "jaas.conf")
        let module = try #require(configuration["Server"]?.first)
        #expect(module.name == "org.apache.zookeeper.server.auth.DigestLoginModule")
        #expect(module.line == 3)
        #expect(module.options.map(\.key) == ["user_super", "user_bob", "debug"])
        #expect(configuration["Client"]?.count == 1)
        #expect(configuration["Other"] == nil)
    }

    @Test(arguments: [
        ("Server", 1, "the file ends where { behind the section's name is expected"),
        ("Server\nx", 2, "{ is expected behind the section's name, not x"),
        ("Server {\nM required\n}", 3, "an option NAME=\"VALUE\" or ; is expected, not }"),
        (
            "Server {\nM needed;", 2,
            "behind a login module stands required, requisite, sufficient or optional, not needed"
        ),
        ("Server {\nM required a;", 2, "= is expected behind the option a, not ;"),
        ("Server {\nM required a=;", 2, "the option a has no value"),
        ("Server {\nM required a=\"b\n\";", 2, "the quoted text does not end on its line"),
        ("Server {\nM required a=1 a=2;", 2, "the option a stands twice"),
        ("Server {};\nServer {};", 2, "there are two sections Server"),
        ("Server {}\n", 1, "the file ends where ; behind the section's } is expected"),
        ("/* open", 1, "the comment does not end"),
        ("{", 1, "a section begins with its name, not {"),
    ])
    func `what is wrong is told with its line`(text: String, line: Int, reason: String) {
        #expect(throws: SecurityError(file: "jaas.conf", line: line, reason: reason)) {
            _ = try JAASConfiguration(text, named: "jaas.conf")
        }
    }

    @Test func `a password is not shown in an error`() {
        let error = #expect(throws: SecurityError.self) {
            _ = try JAASConfiguration("Server { M required user_a \"secret\"; };", named: "j")
        }
        #expect(error?.description.contains("secret") == false)
    }

    @Test func `a file without users is refused`() throws {
        try withFile("Other { M required; };") { path in
            let error = #expect(throws: SecurityError.self) { try SASLUsers(file: path) }
            #expect(error?.reason.hasPrefix("there is no section Server") == true)
        }
        try withFile("Server { M required; };") { path in
            let error = #expect(throws: SecurityError.self) { try SASLUsers(file: path) }
            #expect(error?.reason.hasPrefix("the section Server names no user") == true)
        }
    }
}
