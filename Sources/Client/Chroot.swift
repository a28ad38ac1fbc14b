import Znodes

/// Translates between what the client calls a node and what the server does: a client with the chroot
/// `/app` means `/app/lock` when it says `/lock`.
struct Chroot: Hashable, Sendable {
    /// Empty for none.
    let path: String

    init(_ path: String) { self.path = path }

    func serverPath(_ client: ZnodePath) -> ZnodePath {
        if path.isEmpty { return client }
        return ZnodePath(client.isRoot ? path : path + client.text)
    }

    /// A path that lies outside, which a server should not have named, stays as it is.
    func clientPath(_ server: ZnodePath) -> ZnodePath {
        if path.isEmpty || !server.text.utf8.starts(with: path.utf8) { return server }
        let rest = server.text.utf8.dropFirst(path.utf8.count)
        return rest.isEmpty ? .root : ZnodePath(String(Substring(rest)))
    }

    func outward(_ request: Request) -> Request {
        path.isEmpty ? request : request.mapping(serverPath)
    }

    func inward(_ response: Response) -> Response {
        if path.isEmpty { return response }
        return switch response {
        case .created(let path, let stat): .created(clientPath(path), stat)
        case .synced(let path): .synced(clientPath(path))
        case .ephemerals(let paths): .ephemerals(paths.map(clientPath))
        case .multi(let results):
            .multi(
                results.map { result in
                    guard case .done(let opcode, let response) = result else { return result }
                    return .done(opcode, inward(response))
                })
        case .data, .stat, .children, .acl, .childrenNumber, .whoAmI, .watchAdded, .session, .done:
            response
        }
    }
}

extension Request {
    /// The same request about other nodes.
    fileprivate func mapping(_ other: (ZnodePath) -> ZnodePath) -> Request {
        func moved<Record>(_ record: Record, _ path: WritableKeyPath<Record, ZnodePath>) -> Record {
            var record = record
            record[keyPath: path] = other(record[keyPath: path])
            return record
        }
        switch self {
        case .create(let request): return .create(moved(request, \.path))
        case .delete(let request): return .delete(moved(request, \.path))
        case .setData(let request): return .setData(moved(request, \.path))
        case .setACL(let request): return .setACL(moved(request, \.path))
        case .check(let request): return .check(moved(request, \.path))
        case .getData(let request): return .getData(moved(request, \.path))
        case .exists(let request): return .exists(moved(request, \.path))
        case .getACL(let request): return .getACL(moved(request, \.path))
        case .getChildren(let request): return .getChildren(moved(request, \.path))
        case .getAllChildrenNumber(let request):
            return .getAllChildrenNumber(moved(request, \.path))
        case .sync(let request): return .sync(moved(request, \.path))
        case .addWatch(let request): return .addWatch(moved(request, \.path))
        case .checkWatches(let request): return .checkWatches(moved(request, \.path))
        case .removeWatches(let request): return .removeWatches(moved(request, \.path))
        case .getEphemerals(let request):
            return .getEphemerals(
                GetEphemeralsRequest(prefix: other(ZnodePath(request.prefix)).text))
        case .multi(let request):
            return .multi(MultiRequest(request.operations.map { $0.mapping(other) }))
        case .multiRead(let request):
            return .multiRead(MultiReadRequest(request.operations.map { $0.mapping(other) }))
        case .reconfig, .deleteContainer, .whoAmI, .setWatches, .ping, .createSession,
            .closeSession, .unreadable:
            return self
        }
    }
}
