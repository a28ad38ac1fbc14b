import Client
import Znodes

/// The commands about who may do what, and about watches.
extension ShellRunner {
    func runAccess(_ line: ShellLine, on client: ZooKeeperClient) async throws(ShellError) {
        switch line.command {
        case .getAcl:
            let path = try ZnodePath(typed: line.words[0])
            let answer = try await perform(
                .getACL(GetACLRequest(path)), at: path.text, on: client)
            guard case .acl(let acl, let stat) = answer else { return }
            output.print(ShellFormat.acl(acl))
            if line.flags.contains("s") { printStat(stat) }
        case .setAcl:
            try await setAcl(line, on: client)
        case .addauth:
            let credentials = line.words.count > 1 ? Array(line.words[1].utf8) : []
            do throws(ClientError) {
                try await client.authenticate(scheme: line.words[0], credentials: credentials)
            } catch {
                throw ShellError(ShellFormat.message(error, path: line.words[0]))
            }
        default:
            guard case .whoAmI(let clients) = try await perform(.whoAmI, at: nil, on: client)
            else { return }
            output.print("Auth scheme: User")
            for client in clients { output.print("\(client.scheme): \(client.user)") }
        }
    }

    private func setAcl(_ line: ShellLine, on client: ZooKeeperClient) async throws(ShellError) {
        let root = try ZnodePath(typed: line.words[0])
        let acl = try ShellFormat.readACL(line.words[1])
        let version: Int32 = try line.number("v") ?? -1
        let paths = line.flags.contains("R") ? try await subtree(of: root, on: client) : [root]
        for path in paths {
            let request = SetACLRequest(path, acl: acl, version: version)
            let answer = try await perform(.setACL(request), at: path.text, on: client)
            if line.flags.contains("s"), case .stat(let stat) = answer { printStat(stat) }
        }
    }

    func runWatch(_ line: ShellLine, on client: ZooKeeperClient) async throws(ShellError) {
        let path = try ZnodePath(typed: line.words[0])
        if line.command == .removewatches {
            let kind: WatchesRequest.Kind =
                if line.flags.contains("c") {
                    .children
                } else if line.flags.contains("d") {
                    .data
                } else {
                    .any
                }
            let request = Request.removeWatches(WatchesRequest(path, kind: kind))
            _ = try await perform(request, at: path.text, on: client)
            return
        }
        let mode: AddWatchRequest.Mode
        switch line.values["m"]?.uppercased() {
        case nil, "PERSISTENT_RECURSIVE": mode = .persistentRecursive
        case "PERSISTENT": mode = .persistent
        default: throw ShellError(line.command.usage)
        }
        _ = try await perform(
            .addWatch(AddWatchRequest(path, mode: mode)), at: path.text, on: client)
    }
}
