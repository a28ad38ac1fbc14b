import Scenario
import Simulator
import Znodes

extension ClientOperation {
    /// What it makes the client of this number do.
    func intervention(ofClient number: Int) -> Intervention {
        if case .addAuth(let scheme, let id) = self {
            return .authenticate(number, Identity(scheme: scheme, id: id))
        }
        return .call(number, request)
    }

    /// The request as a client sends it.
    private var request: Request {
        switch self {
        case .create(let creation): .create(creation.request)
        case .set(let path, let data, let version):
            .setData(
                SetDataRequest(ZnodePath(path), data: Array(data.utf8), version: version ?? -1))
        case .get(let path, let watch): .getData(GetDataRequest(ZnodePath(path), watch: watch))
        case .exists(let path, let watch): .exists(ExistsRequest(ZnodePath(path), watch: watch))
        case .list(let path, let watch):
            .getChildren(GetChildrenRequest(ZnodePath(path), watch: watch))
        case .delete(let path, let version):
            .delete(DeleteRequest(ZnodePath(path), version: version ?? -1))
        case .getACL(let path): .getACL(GetACLRequest(ZnodePath(path)))
        case .setACL(let path, let acl, let version):
            .setACL(
                SetACLRequest(ZnodePath(path), acl: acl.map(\.acl), version: version ?? -1))
        case .check(let path, let version):
            .check(CheckRequest(ZnodePath(path), version: version))
        case .multi(let operations): .multi(MultiRequest(operations.map(\.request)))
        case .multiRead(let operations): .multiRead(MultiReadRequest(operations.map(\.request)))
        case .getEphemerals(let path): .getEphemerals(GetEphemeralsRequest(prefix: path))
        case .getAllChildrenNumber(let path):
            .getAllChildrenNumber(GetAllChildrenNumberRequest(ZnodePath(path)))
        case .addAuth: preconditionFailure("showing an identity is no request")
        case .whoAmI: .whoAmI
        case .addWatch(let path, let recursive):
            .addWatch(
                AddWatchRequest(
                    ZnodePath(path), mode: recursive ? .persistentRecursive : .persistent))
        case .checkWatches(let path, let kind):
            .checkWatches(WatchesRequest(ZnodePath(path), kind: kind.requested))
        case .removeWatches(let path, let kind):
            .removeWatches(WatchesRequest(ZnodePath(path), kind: kind.requested))
        case .sync(let path): .sync(SyncRequest(ZnodePath(path)))
        case .close: .closeSession
        }
    }
}

extension ClientOperation.Creation {
    fileprivate var request: CreateRequest {
        let mode: CreateMode =
            switch (isEphemeral, isSequential) {
            case _ where isContainer: .container
            case (_, false) where ttl != nil: .persistentTTL
            case (_, true) where ttl != nil: .persistentSequentialTTL
            case (false, false): .persistent
            case (true, false): .ephemeral
            case (false, true): .persistentSequential
            case (true, true): .ephemeralSequential
            }
        return CreateRequest(
            ZnodePath(path), data: Array(data.utf8), acl: acl.isEmpty ? ACL.open : acl.map(\.acl),
            mode: mode, timeToLive: ttl ?? 0)
    }
}

extension AccessEntry {
    fileprivate var acl: ACL {
        var granted: ACL.Permissions = []
        for letter in permissions {
            switch letter {
            case "c": granted.insert(.create)
            case "d": granted.insert(.delete)
            case "r": granted.insert(.read)
            case "w": granted.insert(.write)
            default: granted.insert(.admin)
            }
        }
        return ACL(granted, for: Identity(scheme: scheme, id: id))
    }
}

extension ClientOperation.WatchKind {
    fileprivate var requested: WatchesRequest.Kind {
        switch self {
        case .any: .any
        case .data: .data
        case .children: .children
        case .persistent: .persistent
        case .persistentRecursive: .persistentRecursive
        }
    }
}
