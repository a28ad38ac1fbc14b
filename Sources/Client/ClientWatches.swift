import Znodes

/// What the client watches, so that it can ask for it again after it has lost its connection
/// (`ZKWatchManager`). Paths are the server's.
struct ClientWatches {
    private var data: Set<ZnodePath> = []
    private var exist: Set<ZnodePath> = []
    private var child: Set<ZnodePath> = []
    private var persistent: Set<ZnodePath> = []
    private var recursive: Set<ZnodePath> = []

    /// The request was answered: it may have set a watch, or removed some.
    mutating func note(_ request: Request, _ outcome: Outcome) {
        switch (request, outcome) {
        case (.getData(let request), .success) where request.watch: data.insert(request.path)
        case (.exists(let request), .success) where request.watch: data.insert(request.path)
        case (.exists(let request), .failure(.noNode)) where request.watch:
            exist.insert(request.path)
        case (.getChildren(let request), .success) where request.watch: child.insert(request.path)
        case (.addWatch(let request), .success):
            switch AddWatchRequest.Mode(rawValue: request.mode) {
            case .persistent: persistent.insert(request.path)
            case .persistentRecursive: recursive.insert(request.path)
            case nil: break
            }
        default: break
        }
    }

    /// A watch fired: those that do so once are gone.
    mutating func note(_ event: WatchEvent) {
        switch event.kind {
        case .nodeCreated, .nodeDataChanged:
            data.remove(event.path)
            exist.remove(event.path)
        case .nodeChildrenChanged:
            child.remove(event.path)
        case .nodeDeleted:
            data.remove(event.path)
            exist.remove(event.path)
            child.remove(event.path)
        }
    }

    /// The server has removed watches; what the client says about each.
    mutating func remove(_ request: WatchesRequest) -> [WatchedEvent.Kind] {
        let path = request.path
        let kind = WatchesRequest.Kind(rawValue: request.kind)
        var removed: [WatchedEvent.Kind] = []
        if kind == .children || kind == .any, child.remove(path) != nil {
            removed.append(.childWatchRemoved)
        }
        if kind == .data || kind == .any {
            let hadData = data.remove(path) != nil
            let hadExist = exist.remove(path) != nil
            if hadData || hadExist { removed.append(.dataWatchRemoved) }
        }
        if kind == .persistent || kind == .any, persistent.remove(path) != nil {
            removed.append(.persistentWatchRemoved)
        }
        if kind == .persistentRecursive || kind == .any, recursive.remove(path) != nil {
            removed.append(.persistentWatchRemoved)
        }
        return removed
    }

    /// Asks for all of them again, in as many requests as keep below what a server takes.
    func requests(since zxid: Int64) -> [SetWatchesRequest] {
        let needsNew = !persistent.isEmpty || !recursive.isEmpty
        func empty() -> SetWatchesRequest {
            SetWatchesRequest(relativeZxid: zxid, persistent: needsNew ? .init() : nil)
        }
        var requests: [SetWatchesRequest] = []
        var next = empty()
        var size = 0
        func add(
            _ paths: Set<ZnodePath>, _ put: (inout SetWatchesRequest, ZnodePath) -> Void
        ) {
            for path in paths.sorted() {
                if size > Self.mostText {
                    requests.append(next)
                    next = empty()
                    size = 0
                }
                put(&next, path)
                size += path.text.utf8.count + 4
            }
        }
        add(data) { $0.dataWatches.append($1) }
        add(exist) { $0.existWatches.append($1) }
        add(child) { $0.childWatches.append($1) }
        add(persistent) { $0.persistent?.watches.append($1) }
        add(recursive) { $0.persistent?.recursiveWatches.append($1) }
        if size > 0 { requests.append(next) }
        return requests
    }

    /// `ClientCnxn.SET_WATCHES_MAX_LENGTH`, in bytes.
    private static let mostText = 128 * 1024
}
