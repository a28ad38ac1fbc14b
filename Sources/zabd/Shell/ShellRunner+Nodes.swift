import Client
import Znodes

/// The commands that a server answers.
extension ShellRunner {
    func run(_ line: ShellLine, on client: ZooKeeperClient) async throws(ShellError) {
        switch line.command {
        case .ls: try await list(line, on: client)
        case .get: try await get(line, on: client)
        case .set: try await set(line, on: client)
        case .stat: try await stat(line, on: client)
        case .create: try await create(line, on: client)
        case .delete: try await delete(line, on: client)
        case .deleteall: try await deleteAll(line, on: client)
        case .sync:
            let path = try ZnodePath(typed: line.words[0])
            _ = try await perform(.sync(SyncRequest(path)), at: path.text, on: client)
            output.print("Sync is OK")
        case .getEphemerals: try await ephemerals(line, on: client)
        case .getAllChildrenNumber:
            let path = try ZnodePath(typed: line.words[0])
            let request = Request.getAllChildrenNumber(GetAllChildrenNumberRequest(path))
            if case .childrenNumber(let number) = try await perform(
                request, at: path.text, on: client)
            {
                output.print("\(number)")
            }
        case .config, .reconfig: try await runMembers(line, on: client)
        case .getAcl, .setAcl, .addauth, .whoami: try await runAccess(line, on: client)
        case .addWatch, .removewatches: try await runWatch(line, on: client)
        case .listquota, .setquota, .delquota: try await runQuota(line, on: client)
        case .close, .connect, .help, .history, .printwatches, .quit, .redo, .version: break
        }
    }

    /// Asks the server; its refusal is told in zkCli's words.
    func perform(
        _ request: Request, at path: String?, on client: ZooKeeperClient
    ) async throws(ShellError) -> Response {
        do throws(ClientError) {
            return try await client.perform(request)
        } catch {
            throw ShellError(ShellFormat.message(error, path: path))
        }
    }

    func printStat(_ stat: Stat) { output.print(ShellFormat.stat(stat)) }

    func printData(_ answer: Response, _ line: ShellLine) {
        guard case .data(let data, let stat) = answer else { return }
        output.print(ShellFormat.data(data))
        if line.flags.contains("s") { printStat(stat) }
    }
}

extension ShellRunner {
    private func list(_ line: ShellLine, on client: ZooKeeperClient) async throws(ShellError) {
        let path = try ZnodePath(typed: line.words[0])
        if line.flags.contains("R") {
            for path in try await subtree(of: path, on: client) { output.print(path.text) }
            return
        }
        let request = GetChildrenRequest(
            path, watch: line.flags.contains("w"), returnsStat: line.flags.contains("s"))
        guard
            case .children(let names, let stat) = try await perform(
                .getChildren(request), at: path.text, on: client)
        else { return }
        output.print(ShellFormat.list(names.sorted()))
        if let stat { printStat(stat) }
    }

    /// The node and all below it, each before its children. Nodes that vanish meanwhile are left out.
    func subtree(
        of root: ZnodePath, on client: ZooKeeperClient
    ) async throws(ShellError) -> [ZnodePath] {
        var found: [ZnodePath] = []
        var open = [root]
        while let path = open.popLast() {
            do throws(ClientError) {
                let answer = try await client.perform(.getChildren(GetChildrenRequest(path)))
                guard case .children(let names, _) = answer else { continue }
                found.append(path)
                open += names.sorted().reversed().map(path.appending)
            } catch {
                if error == .refused(.noNode), path != root { continue }
                throw ShellError(ShellFormat.message(error, path: path.text))
            }
        }
        return found
    }

    private func get(_ line: ShellLine, on client: ZooKeeperClient) async throws(ShellError) {
        let path = try ZnodePath(typed: line.words[0])
        let request = GetDataRequest(path, watch: line.flags.contains("w"))
        printData(try await perform(.getData(request), at: path.text, on: client), line)
    }

    private func set(_ line: ShellLine, on client: ZooKeeperClient) async throws(ShellError) {
        let path = try ZnodePath(typed: line.words[0])
        let request = SetDataRequest(
            path, data: Array(line.words[1].utf8), version: try line.number("v") ?? -1)
        let answer = try await perform(.setData(request), at: path.text, on: client)
        if line.flags.contains("s"), case .stat(let stat) = answer { printStat(stat) }
    }

    private func stat(_ line: ShellLine, on client: ZooKeeperClient) async throws(ShellError) {
        let path = try ZnodePath(typed: line.words[0])
        let request = ExistsRequest(path, watch: line.flags.contains("w"))
        if case .stat(let stat) = try await perform(.exists(request), at: path.text, on: client) {
            printStat(stat)
        }
    }

    private func create(_ line: ShellLine, on client: ZooKeeperClient) async throws(ShellError) {
        let mode = try createMode(line)
        // A sequential node's name may be its number alone.
        let text = line.words[0]
        _ = try ZnodePath(typed: mode.isSequential ? text + "1" : text)
        let path = ZnodePath(text)
        let data = line.words.count > 1 ? Array(line.words[1].utf8) : nil
        let acl = line.words.count > 2 ? try ShellFormat.readACL(line.words[2]) : ACL.open
        let request = CreateRequest(
            path, data: data, acl: acl, mode: mode, timeToLive: try line.number("t") ?? 0,
            returnsStat: mode != .container && line.values["t"] == nil)
        let answer = try await perform(.create(request), at: path.text, on: client)
        if case .created(let path, _) = answer { output.complain("Created \(path)") }
    }

    private func createMode(_ line: ShellLine) throws(ShellError) -> CreateMode {
        let isEphemeral = line.flags.contains("e")
        let isSequential = line.flags.contains("s")
        if line.flags.contains("c") {
            if isEphemeral || isSequential || line.values["t"] != nil {
                throw ShellError(
                    "-c cannot be combined with -s or -e. "
                        + "Containers cannot be ephemeral or sequential.")
            }
            return .container
        }
        if line.values["t"] != nil {
            if isEphemeral { throw ShellError("TTLs cannot be used with Ephemeral znodes") }
            return isSequential ? .persistentSequentialTTL : .persistentTTL
        }
        return switch (isEphemeral, isSequential) {
        case (false, false): .persistent
        case (false, true): .persistentSequential
        case (true, false): .ephemeral
        case (true, true): .ephemeralSequential
        }
    }

    private func delete(_ line: ShellLine, on client: ZooKeeperClient) async throws(ShellError) {
        let path = try ZnodePath(typed: line.words[0])
        let request = DeleteRequest(path, version: try line.number("v") ?? -1)
        _ = try await perform(.delete(request), at: path.text, on: client)
    }

    /// Deletes from the leaves up, many requests at a time.
    private func deleteAll(_ line: ShellLine, on client: ZooKeeperClient) async throws(ShellError) {
        let root = try ZnodePath(typed: line.words[0])
        let paths = Array(try await subtree(of: root, on: client).filter { !$0.isRoot }.reversed())
        let batch = max(1, try line.number("b", as: Int.self) ?? 1_000)
        var hasFailed = false
        for start in stride(from: 0, to: paths.count, by: batch) {
            let pending = paths[start..<min(paths.count, start + batch)].map { path in
                client.send(.delete(DeleteRequest(path, version: -1)))
            }
            for answer in pending {
                do throws(ClientError) {
                    _ = try await answer.get()
                } catch {
                    // Who deleted it is no matter.
                    if error != .refused(.noNode) { hasFailed = true }
                }
            }
        }
        if hasFailed { throw ShellError("Failed to delete some node(s) in the subtree!") }
    }

    private func ephemerals(
        _ line: ShellLine, on client: ZooKeeperClient
    ) async throws(ShellError) {
        let prefix = line.words.first ?? "/"
        let request = Request.getEphemerals(GetEphemeralsRequest(prefix: prefix))
        if case .ephemerals(let paths) = try await perform(request, at: prefix, on: client) {
            output.print(ShellFormat.list(paths.map(\.text)))
        }
    }
}
