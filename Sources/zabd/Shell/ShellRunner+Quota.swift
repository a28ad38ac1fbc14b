import Client
import Znodes

/// Quotas are ordinary nodes below /zookeeper/quota, which servers look at.
extension ShellRunner {
    func runQuota(_ line: ShellLine, on client: ZooKeeperClient) async throws(ShellError) {
        let path = try ZnodePath(typed: line.words[0])
        switch line.command {
        case .listquota: try await listQuota(path, on: client)
        case .setquota: try await setQuota(line, path, on: client)
        default: try await deleteQuota(line, path, on: client)
        }
    }

    private func listQuota(
        _ path: ZnodePath, on client: ZooKeeperClient
    ) async throws(ShellError) {
        output.complain("absolute path is \(ShellQuota.limits(of: path.text))")
        guard let limits = try await quota(ShellQuota.limits(of: path.text), on: client) else {
            throw ShellError("quota for \(path) does not exist.")
        }
        output.print("Output quota for \(path) \(limits.text)")
        if let use = try await quota(ShellQuota.use(of: path.text), on: client) {
            output.print("Output stat for \(path) \(use.useText)")
        }
    }

    private func setQuota(
        _ line: ShellLine, _ path: ZnodePath, on client: ZooKeeperClient
    ) async throws(ShellError) {
        guard line.values.count == 1, let option = line.values.keys.first else {
            throw ShellError(line.command.usage)
        }
        guard let value: Int64 = try line.number(option), value >= -1 else {
            throw ShellError("a quota is a number, or -1 for none: \(line.command.usage)")
        }
        guard try await exists(path.text, on: client) else {
            throw ShellError("\(path) does not exist.")
        }
        let limits = ShellQuota.limits(of: path.text)
        if var quota = try await quota(limits, on: client) {
            quota[option] = value
            let request = SetDataRequest(
                ZnodePath(limits), data: Array(quota.text.utf8), version: -1)
            _ = try await perform(.setData(request), at: limits, on: client)
            return
        }
        try await checkNeighbours(of: path, on: client)
        var quota = ShellQuota()
        quota[option] = value
        try await makeQuota(quota, at: path, on: client)
    }

    /// A subtree is counted once: no quota above another.
    private func checkNeighbours(
        of path: ZnodePath, on client: ZooKeeperClient
    ) async throws(ShellError) {
        var above = path
        while !above.isRoot {
            above = above.parent
            let limits = ShellQuota.limits(of: above.isRoot ? "" : above.text)
            if try await exists(limits, on: client) {
                throw ShellError("\(path) has a parent \(above) which has a quota")
            }
        }
        let home = ZnodePath("/zookeeper/quota" + path.text)
        guard try await exists(home.text, on: client) else { return }
        for below in try await subtree(of: home, on: client) where below.name == "zookeeper_limits"
        {
            let child = below.parent.text.dropFirst("/zookeeper/quota".count)
            throw ShellError("\(path) has a child \(child) which has a quota")
        }
    }

    private func makeQuota(
        _ quota: ShellQuota, at path: ZnodePath, on client: ZooKeeperClient
    ) async throws(ShellError) {
        var home = ZnodePath("/zookeeper/quota")
        for name in path.text.split(separator: "/") {
            home = home.appending(String(name))
            try await make(home, nil, on: client)
        }
        try await make(home.appending("zookeeper_limits"), quota.text, on: client)
        // The server replaces it by what there is.
        var use = ShellQuota()
        use.count = 0
        use.bytes = 0
        try await make(home.appending("zookeeper_stats"), use.useText, on: client)
    }

    private func deleteQuota(
        _ line: ShellLine, _ path: ZnodePath, on client: ZooKeeperClient
    ) async throws(ShellError) {
        let limits = ShellQuota.limits(of: path.text)
        guard var quota = try await quota(limits, on: client) else {
            throw ShellError("Quota does not exist for \(path)")
        }
        if let option = line.flags.first {
            quota[String(option)] = -1
            let request = SetDataRequest(
                ZnodePath(limits), data: Array(quota.text.utf8), version: -1)
            _ = try await perform(.setData(request), at: limits, on: client)
            return
        }
        for old in [limits, ShellQuota.use(of: path.text)] {
            let request = DeleteRequest(ZnodePath(old), version: -1)
            _ = try await perform(.delete(request), at: old, on: client)
        }
        // What is left of the way there goes too, as far as it is empty.
        var home = ZnodePath("/zookeeper/quota" + path.text)
        while home.text != "/zookeeper/quota" {
            let request = Request.delete(DeleteRequest(home, version: -1))
            do throws(ClientError) {
                _ = try await client.perform(request)
            } catch {
                return
            }
            home = home.parent
        }
    }
}

extension ShellRunner {
    private func quota(
        _ path: String, on client: ZooKeeperClient
    ) async throws(ShellError) -> ShellQuota? {
        do throws(ClientError) {
            let answer = try await client.perform(.getData(GetDataRequest(ZnodePath(path))))
            guard case .data(let data, _) = answer else { return nil }
            return ShellQuota(ShellFormat.data(data))
        } catch {
            if error == .refused(.noNode) { return nil }
            throw ShellError(ShellFormat.message(error, path: path))
        }
    }

    private func exists(_ path: String, on client: ZooKeeperClient) async throws(ShellError) -> Bool
    {
        do throws(ClientError) {
            _ = try await client.perform(.exists(ExistsRequest(ZnodePath(path))))
            return true
        } catch {
            if error == .refused(.noNode) { return false }
            throw ShellError(ShellFormat.message(error, path: path))
        }
    }

    private func make(
        _ path: ZnodePath, _ text: String?, on client: ZooKeeperClient
    ) async throws(ShellError) {
        do throws(ClientError) {
            let data = text.map { Array($0.utf8) }
            _ = try await client.perform(.create(CreateRequest(path, data: data)))
        } catch {
            if error != .refused(.nodeExists) {
                throw ShellError(ShellFormat.message(error, path: path.text))
            }
        }
    }
}
