extension ShellCommand {
    /// What `help NAME` says beside how it is called.
    var meaning: String {
        switch self {
        case .addWatch: "Watches a node again and again; PERSISTENT_RECURSIVE all below it too."
        case .addauth: "Shows the server who you are, as addauth digest name:password."
        case .close: "Ends the session."
        case .config:
            "Shows the servers. -c only where clients connect, -w watches, -s with the stat."
        case .connect: "Ends the session and opens one with another server."
        case .create:
            "Makes a node. -s adds a number that no sibling had, -e lets it go with your session, -c is for "
                + "children and goes behind the last one, -t TTL goes after so many ms without change."
        case .delete: "Removes a node without children. -v only if it has this version."
        case .deleteall: "Removes a node and all below it. -b so many in one request."
        case .delquota: "Takes back a quota: -n of nodes, -b of bytes, -N and -B their hard limits."
        case .get: "Shows a node's data. -s with the stat, -w watches."
        case .getAcl: "Shows who may do what with a node. -s with the stat."
        case .getAllChildrenNumber: "Counts the nodes below one, however deep."
        case .getEphemerals: "Lists your session's nodes below a path."
        case .help: "Lists the commands, or explains one."
        case .history: "Lists what was typed last."
        case .listquota: "Shows a node's quota and what is used of it."
        case .ls: "Lists a node's children. -s with the stat, -w watches, -R all below it."
        case .printwatches: "Says whether watches are told, and switches that."
        case .quit: "Ends the session and the shell."
        case .reconfig: "Changes the servers, where that is allowed."
        case .redo: "Does again what history has under a number."
        case .removewatches:
            "Takes back watches: -d of data, -c of children, -a all, as without any; -l is taken too."
        case .set: "Replaces a node's data. -v only if it has this version, -s shows the stat."
        case .setAcl:
            "Says who may do what, as scheme:id:cdrwa. -v only at this version of the list, "
                + "-R below it too, -s shows the stat."
        case .setquota:
            "Sets a node's quota: -n of nodes, -b of bytes, which are counted; -N, -B refused beyond, if the server enforces it."
        case .stat: "Shows a node's stat. -w watches."
        case .sync: "Waits until this server has seen all that was written before."
        case .version: "Shows the version."
        case .whoami: "Shows who the server takes you for."
        }
    }
}
