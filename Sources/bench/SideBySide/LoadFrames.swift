import Jute
import Znodes
import ZooKeeperWire

/// Requests as bytes, made before the clock starts. While it runs only numbers are written into them.
struct LoadFrames {
    private(set) var frames: [[UInt8]]
    /// Where in each frame a number of ten digits makes the path new; nil sends them as they are.
    private(set) var digits: Int?

    private init(_ frames: [[UInt8]], digits: Int? = nil) {
        self.frames = frames
        self.digits = digits
    }

    /// Creates `PREFIX0000000000`, `PREFIX0000000001` …
    static func create(_ prefix: String, bytes: Int) -> LoadFrames {
        let path = ZnodePath(prefix + "0000000000")
        let frame = frame(.create(CreateRequest(path, data: filler(bytes))))
        // Length, xid, opcode and the path's length come first.
        return LoadFrames([frame], digits: 16 + prefix.utf8.count)
    }

    static func set(_ prefix: String, count: Int, bytes: Int) -> LoadFrames {
        LoadFrames(
            (0..<count).map {
                frame(.setData(SetDataRequest(path(prefix, $0), data: filler(bytes))))
            })
    }

    static func get(_ prefix: String, count: Int) -> LoadFrames {
        LoadFrames((0..<count).map { frame(.getData(GetDataRequest(path(prefix, $0)))) })
    }

    /// Nine gets to each set.
    static func mixed(_ prefix: String, count: Int, bytes: Int) -> LoadFrames {
        let (gets, sets) = (
            get(prefix, count: count), set(prefix, count: count, bytes: bytes)
        )
        return LoadFrames(
            (0..<count).map { $0 % 10 == 9 ? sets.frames[$0] : gets.frames[$0] })
    }

    static func watch(_ prefix: String, count: Int) -> LoadFrames {
        LoadFrames(
            (0..<count).map { frame(.exists(ExistsRequest(path(prefix, $0), watch: true))) })
    }

    static func frame(_ request: Request, xid: Int32 = 1) -> [UInt8] {
        var writer = JuteWriter()
        ClientMessage.request(xid: xid, request).write(to: &writer)
        return writer.bytes
    }

    private static func path(_ prefix: String, _ number: Int) -> ZnodePath {
        let digits = String(number)
        return ZnodePath(prefix + String(repeating: "0", count: 10 - digits.count) + digits)
    }

    private static func filler(_ bytes: Int) -> [UInt8] { Array(repeating: 0x78, count: bytes) }
}
