/// The commands of the shell: zkCli's, with zkCli's options.
enum ShellCommand: String, CaseIterable {
    case addWatch, addauth, close, config, connect, create, delete, deleteall, delquota, get, getAcl
    case getAllChildrenNumber, getEphemerals, help, history, listquota, ls, printwatches, quit
    case reconfig, redo, removewatches, set, setAcl, setquota, stat, sync, version, whoami

    /// What zkCli says about it.
    var usage: String { rawValue + (form.text.isEmpty ? "" : " " + form.text) }

    /// How it is called: in words, which options it knows, and how many words it needs beside them.
    var form: Form {
        switch self {
        case .addWatch:
            Form(
                "[-m mode] path # optional mode is one of [PERSISTENT, PERSISTENT_RECURSIVE]"
                    + " - default is PERSISTENT_RECURSIVE", values: "m", needs: 1)
        case .addauth: Form("scheme auth", needs: 1)
        case .close: Form("")
        case .config: Form("[-c] [-w] [-s]", flags: "cws")
        case .connect: Form("host:port", needs: 0)
        case .create:
            Form("[-s] [-e] [-c] [-t ttl] path [data] [acl]", flags: "sec", values: "t", needs: 1)
        case .delete: Form("[-v version] path", values: "v", needs: 1)
        case .deleteall: Form("path [-b batch size]", values: "b", needs: 1)
        case .delquota: Form("[-n|-b|-N|-B] path", flags: "nbNB", needs: 1)
        case .get: Form("[-s] [-w] path", flags: "sw", needs: 1)
        case .getAcl: Form("[-s] path", flags: "s", needs: 1)
        case .getAllChildrenNumber: Form("path", needs: 1)
        case .getEphemerals: Form("path")
        case .help: Form("[command]")
        case .history: Form("")
        case .listquota: Form("path", needs: 1)
        case .ls: Form("[-s] [-w] [-R] path", flags: "swR", needs: 1)
        case .printwatches: Form("on|off")
        case .quit: Form("")
        case .reconfig:
            Form(
                "[-s] [-v version] [[-file path] | [-members serverID=host:port1:port2;port3[,...]*]]"
                    + " | [-add serverId=host:port1:port2;port3[,...]]* [-remove serverId[,...]*]",
                flags: "s", values: "v", names: ["file", "members", "add", "remove"])
        case .redo: Form("cmdno", needs: 1)
        case .removewatches: Form("path [-c|-d|-a] [-l]", flags: "cdal", needs: 1)
        case .set: Form("[-s] [-v version] path data", flags: "s", values: "v", needs: 2)
        case .setAcl: Form("[-s] [-v version] [-R] path acl", flags: "sR", values: "v", needs: 2)
        case .setquota: Form("-n|-b|-N|-B val path", values: "nbNB", needs: 1)
        case .stat: Form("[-w] path", flags: "w", needs: 1)
        case .sync: Form("path", needs: 1)
        case .version: Form("")
        case .whoami: Form("")
        }
    }

    struct Form {
        let text: String
        /// Options that stand alone.
        let flags: String
        /// Options that are followed by a value, of one letter and longer ones.
        let values: String
        let names: [String]
        let needs: Int

        init(
            _ text: String, flags: String = "", values: String = "", names: [String] = [],
            needs: Int = 0
        ) {
            self.text = text
            self.flags = flags
            self.values = values
            self.names = names
            self.needs = needs
        }

        func takesValue(_ option: String) -> Bool {
            names.contains(option) || option.count == 1 && values.contains(option)
        }

        /// Every option, with its dash.
        var options: [String] { (flags + values).map { "-\($0)" } + names.map { "-\($0)" } }
    }

    /// Whether its first word is the path of a node, which can be completed.
    var takesPath: Bool { self != .reconfig && form.text.contains("path") }

    /// Whether it makes sense without a connection.
    var worksAlone: Bool {
        switch self {
        case .close, .connect, .help, .history, .printwatches, .quit, .redo, .version: true
        default: false
        }
    }

    static let overview =
        "zabd shell -server host:port command arguments\n"
        + allCases.sorted { $0.rawValue < $1.rawValue }.map { "\t" + $0.usage }
        .joined(separator: "\n")
}
