import Jute

/// One session heard from, in the answer to a PING: `long session, int timeout`.
public struct SessionTouch: Hashable {
    var session: Int64
    var timeout: Int32

    /// The sessions that such an answer names; none where it cannot be read.
    public static func sessions(in bytes: [UInt8]) -> [Int64] {
        ((try? decode(bytes)) ?? []).map(\.session)
    }

    static func encode(_ touches: [SessionTouch]) -> [UInt8] {
        var writer = JuteWriter()
        for touch in touches {
            writer.long(touch.session)
            writer.int(touch.timeout)
        }
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws(JuteError) -> [SessionTouch] {
        var reader = JuteReader(bytes)
        var touches: [SessionTouch] = []
        while !reader.isAtEnd {
            touches.append(SessionTouch(session: try reader.long(), timeout: try reader.int()))
        }
        return touches
    }
}

/// REVALIDATE's answer: `long session, boolean valid`.
struct Revalidation: Hashable {
    var session: Int64
    var isValid: Bool

    init(session: Int64, isValid: Bool) {
        self.session = session
        self.isValid = isValid
    }

    func encode() -> [UInt8] {
        var writer = JuteWriter()
        writer.long(session)
        writer.bool(isValid)
        return writer.bytes
    }

    init(decoding bytes: [UInt8]) throws(JuteError) {
        var reader = JuteReader(bytes)
        session = try reader.long()
        isValid = try reader.bool()
    }
}
