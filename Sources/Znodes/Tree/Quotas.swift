import HashTreeCollections

/// How much of the tree belongs to whom, and how much of it may (`Quotas`, `DataTree.updateQuotaStat`).
///
/// A quota on `/a` is a node `/zookeeper/quota/a/zookeeper_limits`; what is used stands in
/// `zookeeper_stats` beside it. The servers keep the usage up to date, each by itself: no transaction, no
/// version and no watch is touched. A node counts for the deepest quota above it.
extension Tree {
    private static let quota = "/zookeeper/quota"
    private static let limits = "zookeeper_limits"
    private static let stats = "zookeeper_stats"

    static func limitsPath(of path: ZnodePath) -> ZnodePath {
        ZnodePath("\(quota)\(path.text)/\(limits)")
    }

    static func statsPath(of path: ZnodePath) -> ZnodePath {
        ZnodePath("\(quota)\(path.text)/\(stats)")
    }

    var hasQuotas: Bool { !quotas.isEmpty }

    /// The deepest quota that the node counts for. The root cannot have one.
    func quotaPath(above path: ZnodePath) -> ZnodePath? {
        if quotas.isEmpty { return nil }
        var path = path
        while !path.isRoot {
            if quotas.contains(path) { return path }
            path = path.parent
        }
        return nil
    }

    /// A node has come.
    mutating func quotaNoticesCreation(of path: ZnodePath, size: Int) {
        if let (subject, name) = Self.quotaNode(path) {
            if name == Self.limits { quotas.insert(subject) }
            if name == Self.stats { recountQuota(of: subject) }
        }
        quotaNoticesChange(at: path, count: 1, bytes: size)
    }

    /// A node of that size has gone.
    mutating func quotaNoticesRemoval(of path: ZnodePath, size: Int) {
        if quotas.isEmpty { return }
        if let (subject, name) = Self.quotaNode(path), name == Self.limits {
            quotas.remove(subject)
        }
        quotaNoticesChange(at: path, count: -1, bytes: -size)
    }

    mutating func quotaNoticesChange(at path: ZnodePath, count: Int, bytes: Int) {
        guard let subject = quotaPath(above: path) else { return }
        let stats = Self.statsPath(of: subject)
        // Someone may have removed the node, and the limits stayed.
        guard let present = self[stats] else { return }
        var usage = QuotaText(present.data)
        usage.count = usage.count &+ Int64(count)
        usage.bytes = usage.bytes &+ Int64(bytes)
        update(stats) { $0.data = usage.encoded }
    }

    /// Registers and counts every quota anew, as after a snapshot was read (`DataTree.setupQuota`).
    mutating func recountQuotas() {
        quotas = []
        let subjects = subtree(at: ZnodePath(Self.quota)).compactMap { place in
            Self.quotaNode(place.path).flatMap { $0.name == Self.limits ? $0.subject : nil }
        }
        quotas.formUnion(subjects)
        for subject in subjects { recountQuota(of: subject) }
    }

    private mutating func recountQuota(of subject: ZnodePath) {
        let stats = Self.statsPath(of: subject)
        guard contains(stats) else { return }
        var usage = QuotaText()
        usage.count = 0
        usage.bytes = 0
        for place in subtree(at: subject) {
            usage.count += 1
            usage.bytes += Int64(place.node.data?.count ?? 0)
        }
        update(stats) { $0.data = usage.encoded }
    }

    /// Whose limits or usage the node holds, and its name; nil for all others.
    private static func quotaNode(_ path: ZnodePath) -> (subject: ZnodePath, name: String)? {
        guard path.text.utf8.starts(with: quota.utf8) else { return nil }
        let parent = path.parent.text.utf8
        guard parent.count > quota.utf8.count else { return nil }
        let subject = ZnodePath(String(path.parent.text.utf8.dropFirst(quota.utf8.count)) ?? "")
        return subject.validate() == nil ? (subject, path.name) : nil
    }
}

/// Limits or usage as text: `count=5,bytes=-1`, where -1 and what is missing mean no limit, and behind
/// them `=;byteHardLimit=200;countHardLimit=6` (`StatsTrack`).
struct QuotaText: Hashable {
    private var fields: [String: Int64] = [:]

    init() {}

    /// What is no number counts as missing.
    init(_ data: [UInt8]?) {
        let text = String(decoding: data ?? [], as: UTF8.self)
        for pair in text.split(whereSeparator: { $0 == "," || $0 == ";" }) {
            let parts = pair.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count > 1, let key = parts.first, let value = Int64(parts[1]) else {
                continue
            }
            fields[String(key)] = value
        }
    }

    /// Throws where Java's `StatsTrack` trips over the text: no data, a field without a value, a value
    /// that is no number. An empty value between two `=` is -1.
    init(wellFormed data: [UInt8]?) throws(ErrorCode) {
        guard let data else { throw .marshallingError }
        let isSeparator: (Character) -> Bool = { $0 == "," || $0 == ";" }
        var pairs = String(decoding: data, as: UTF8.self)
            .split(whereSeparator: isSeparator)
        // Of empty fields Java's split keeps the one at the beginning.
        if let first = data.first, isSeparator(Character(Unicode.Scalar(first))), !pairs.isEmpty {
            pairs.insert("", at: 0)
        }
        for pair in pairs {
            var parts = pair.split(separator: "=", omittingEmptySubsequences: false)
            while parts.last?.isEmpty == true { parts.removeLast() }
            guard parts.count > 1, let value = parts[1].isEmpty ? -1 : Int64(parts[1]) else {
                throw .marshallingError
            }
            fields[String(parts[0])] = value
        }
    }

    var limitsCount: Bool { count > -1 || countLimit != nil }
    var limitsBytes: Bool { bytes > -1 || bytesLimit != nil }
    var count: Int64 {
        get { fields["count"] ?? -1 }
        set { fields["count"] = newValue }
    }
    var bytes: Int64 {
        get { fields["bytes"] ?? -1 }
        set { fields["bytes"] = newValue }
    }
    /// A limit that binds; nil for none.
    var countLimit: Int64? { fields["countHardLimit"].flatMap { $0 > -1 ? $0 : nil } }
    var bytesLimit: Int64? { fields["byteHardLimit"].flatMap { $0 > -1 ? $0 : nil } }

    var encoded: [UInt8] {
        let others = fields.filter { $0.key != "count" && $0.key != "bytes" }
            .sorted { $0.key < $1.key }
            .map { ";\($0.key)=\($0.value)" }
        let tail = others.isEmpty ? "" : "=" + others.joined()
        return Array("count=\(count),bytes=\(bytes)\(tail)".utf8)
    }
}

/// What a change would do to a quota (`ZooKeeperServer.checkQuota`).
extension Service {
    /// Throws QUOTAEXCEEDED when so many more nodes and bytes below the quota would pass a hard limit,
    /// MARSHALLINGERROR when the quota cannot be read.
    /// As in Java only what has been applied counts, not what is on its way.
    func checkQuota(at path: ZnodePath, count: Int, bytes: Int) throws(ErrorCode) {
        guard let subject = tree.quotaPath(above: path),
            let limits = tree[Tree.limitsPath(of: subject)],
            let stats = tree[Tree.statsPath(of: subject)]
        else { return }
        let limit = try QuotaText(wellFormed: limits.data)
        guard count != 0 && limit.limitsCount || bytes != 0 && limit.limitsBytes else { return }
        let usage = try QuotaText(wellFormed: stats.data)
        if count != 0, let most = limit.countLimit, usage.count &+ Int64(count) > most {
            throw .quotaExceeded
        }
        if bytes != 0, let most = limit.bytesLimit, usage.bytes &+ Int64(bytes) > most {
            throw .quotaExceeded
        }
    }
}
