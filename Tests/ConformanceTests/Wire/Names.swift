import Foundation
import Jute

/// What differs from run to run, under names that do not: sessions, zxids and times.
struct Names: Sendable {
    /// The last zxid before the script.
    var base: Int64
    /// Milliseconds since 1970 before the script.
    var start: Int64
    var sessions: [(id: Int64, name: String)] = []

    static var wallClock: Int64 { Int64(Foundation.time(nil)) * 1_000 }

    func zxid(_ zxid: Int64) -> String {
        switch zxid {
        case 0, -1: "\(zxid)"
        case ...base: "old"
        default: "+\(zxid - base)"
        }
    }

    func session(_ id: Int64) -> String {
        id == 0 ? "0" : sessions.first { $0.id == id }?.name ?? "unknown"
    }

    /// 0 for nodes that were never created, `now` for the time of the script.
    private func time(_ time: Int64) -> String {
        switch time {
        case 0: "0"
        case start...(start + 600_000): "now"
        default: "another time"
        }
    }

    func stat(_ reader: inout JuteReader) throws(JuteError) -> String {
        let (czxid, mzxid) = (try reader.long(), try reader.long())
        let (ctime, mtime) = (try reader.long(), try reader.long())
        let (version, cversion, aversion) = (try reader.int(), try reader.int(), try reader.int())
        let owner = try reader.long()
        let (length, children, pzxid) = (try reader.int(), try reader.int(), try reader.long())
        let backwards = mtime < ctime ? " backwards" : ""
        return "(czxid \(zxid(czxid)) mzxid \(zxid(mzxid)) pzxid \(zxid(pzxid)) "
            + "ctime \(time(ctime)) mtime \(time(mtime))\(backwards) "
            + "versions \(version) \(cversion) \(aversion) owner \(session(owner)) "
            + "length \(length) children \(children))"
    }
}
