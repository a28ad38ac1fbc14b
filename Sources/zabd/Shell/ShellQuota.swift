/// The limits, or the present use, of a subtree as ZooKeeper keeps them (`StatsTrack`):
/// `count=5,bytes=-1=;byteHardLimit=-1;countHardLimit=-1`.
struct ShellQuota: Equatable {
    var count: Int64 = -1
    var bytes: Int64 = -1
    var hardBytes: Int64 = -1
    var hardCount: Int64 = -1

    init() {}

    /// Older servers left the hard limits out.
    init(_ text: String) {
        for field in text.split(whereSeparator: { $0 == "," || $0 == ";" }) {
            let parts = field.split(separator: "=")
            guard parts.count == 2, let value = Int64(parts[1]) else { continue }
            switch parts[0] {
            case "count": count = value
            case "bytes": bytes = value
            case "byteHardLimit": hardBytes = value
            case "countHardLimit": hardCount = value
            default: break
            }
        }
    }

    /// Limits as they are stored.
    var text: String {
        "count=\(count),bytes=\(bytes)=;byteHardLimit=\(hardBytes);countHardLimit=\(hardCount)"
    }

    /// Use as it is stored.
    var useText: String { "count=\(count),bytes=\(bytes)" }

    static func limits(of path: String) -> String { "/zookeeper/quota\(path)/zookeeper_limits" }
    static func use(of path: String) -> String { "/zookeeper/quota\(path)/zookeeper_stats" }

    subscript(option: String) -> Int64 {
        get {
            switch option {
            case "n": count
            case "b": bytes
            case "N": hardCount
            default: hardBytes
            }
        }
        set {
            switch option {
            case "n": count = newValue
            case "b": bytes = newValue
            case "N": hardCount = newValue
            default: hardBytes = newValue
            }
        }
    }
}
