import Client
import Testing

@Test(arguments: [
    ("localhost", ["localhost:2181"], ""),
    ("h1:1,h2:22,h3", ["h1:1", "h2:22", "h3:2181"], ""),
    (" h1:1 , h2 ", ["h1:1", "h2:2181"], ""),
    ("h1:1/", ["h1:1"], ""),
    ("h1:1,h2:2/app/x", ["h1:1", "h2:2"], "/app/x"),
    ("[::1]:2182,[fe80::1]", ["[::1]:2182", "[fe80::1]:2181"], ""),
    ("::1", ["[::1]:2181"], ""),
])
func `a connect string names servers and a chroot`(text: String, hosts: [String], chroot: String)
    throws
{
    let read = try ConnectString(text)
    #expect(read.hosts.map(\.description) == hosts)
    #expect(read.chroot == chroot)
}

@Test(arguments: [
    ("", "\"\" names no server"),
    ("/app", "\"/app\" names no server"),
    (",,", "\",,\" names no server"),
    ("h:0", "\"0\" in \"h:0\" is no port"),
    ("h:99999", "\"99999\" in \"h:99999\" is no port"),
    ("h:x", "\"x\" in \"h:x\" is no port"),
    (":2181", "\":2181\" names no server"),
    ("h/app/", "\"/app/\" is no path for a chroot"),
    ("h/a//b", "\"/a//b\" is no path for a chroot"),
])
func `a connect string that makes no sense is refused with the place`(text: String, why: String) {
    #expect(throws: ClientError.badConnectString(why)) { try ConnectString(text) }
}
