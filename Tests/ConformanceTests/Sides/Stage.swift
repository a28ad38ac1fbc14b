import Jute

/// Plays a script against one side, and writes down what its clients see.
struct Stage {
    private let side: any Side
    private var names: Names
    private var clients: [Int: Actor] = [:]
    /// Every session of the script, also those that a client left behind.
    private var opened: [(session: Int64, password: [UInt8])] = []

    /// One line for each step: the step, and all that it brought.
    static func transcript(of script: Script, on side: any Side) throws -> [String] {
        var stage = try Stage(side)
        let lines = Result {
            try script.steps.map { step in
                do {
                    return ([step.description] + (try stage.play(step))).joined(separator: "\n    ")
                } catch {
                    throw LineError.strange("\(side.name), \(script.name): \(step): \(error)")
                }
            }
        }
        try stage.clear()
        return try lines.get()
    }

    /// Leaves nothing in a server's tree but what is built in.
    static func sweep(_ side: any Side) throws {
        var stage = try Stage(side)
        try stage.clear()
    }

    /// A client of the script.
    private struct Actor {
        var line: (any Line)?
        var session: Int64 = 0
        var password: [UInt8] = []
        var lastXid: Int32 = 0
    }

    private init(_ side: any Side) throws {
        self.side = side
        names = Names(base: 0, start: side.wallClock - 2_000)
        // What is there when the script begins is told by a client of its own, which stays until then.
        clients[0] = Actor()
        _ = try connect(0, session: 0, password: [UInt8](repeating: 0, count: 16), 30_000)
        _ = try ask(0, .auth("digest", "super:test"))
        try sweep("/zookeeper/quota")
        try sweep("/")
        let reply = try ask(0, .ping)
        var reader = JuteReader(reply)
        _ = try reader.int()
        names.base = try reader.long()
        names.sessions = []
    }

    // MARK: - Steps

    private mutating func play(_ step: Step) throws -> [String] {
        switch step {
        case .open(let client, let timeout, let handshake):
            return try connect(
                client, session: 0, password: [UInt8](repeating: 0, count: 16), timeout, handshake)
        case .reopen(let client, let other, let timeout, let password, let handshake):
            guard let actor = clients[other] else { throw LineError.strange("no c\(other)") }
            let bytes: [UInt8]? =
                switch password {
                case .right: actor.password
                case .zeros: [UInt8](repeating: 0, count: 16)
                case .short: Array(actor.password.prefix(8))
                case .null: nil
                }
            return try connect(
                client, session: actor.session, password: bytes, timeout, handshake)
        case .dial(let client):
            clients[client, default: Actor()].line?.close()
            clients[client, default: Actor()].line = try side.dial()
            return []
        case .call(let client, let call): return try exchange(client, [call])
        case .calls(let client, let calls): return try exchange(client, calls)
        case .send(let client, let bytes):
            try line(client).send(bytes)
            return []
        case .drip(let client, let call): return try exchange(client, [call], drips: true)
        case .silent(let client, let call):
            return try exchange(client, [call, .ping], withoutReply: true)
        case .look(let client): return try exchange(client, [.ping])
        case .await(let client):
            guard let frame = try line(client).receive() else { return ["end"] }
            return [try told(frame, Answer.nothing)]
        case .awaitEnd(let client):
            var lines: [String] = []
            while let frame = try line(client).receive() {
                lines.append(try told(frame, Answer.nothing))
            }
            return lines + ["end"]
        case .close(let client):
            return try exchange(client, [.closeSession]) + (try play(.awaitEnd(client)))
        case .drop(let client):
            clients[client]?.line?.close()
            clients[client]?.line = nil
            return []
        }
    }

    private mutating func exchange(
        _ client: Int, _ calls: [Call], withoutReply: Bool = false, drips: Bool = false
    ) throws -> [String] {
        var bytes: [UInt8] = []
        var open: [(xid: Int32, call: Call)] = []
        for call in calls {
            let xid = call.xid ?? newXid(client)
            open.append((xid, call))
            bytes += call.frame(xid: xid, base: names.base)
        }
        if drips {
            for byte in bytes { try line(client).send([byte]) }
        } else {
            try line(client).send(bytes)
        }
        var lines: [String] = []
        while !open.isEmpty {
            guard let frame = try line(client).receive() else { return lines + ["end"] }
            var reader = JuteReader(frame)
            let xid = try reader.int()
            let place = open.firstIndex { $0.xid == xid }
            lines.append(try told(frame, place.map { open[$0].call.answer } ?? .nothing))
            if let place { open.remove(at: place) }
            // The ping behind a call that gets no reply is the last thing to come.
            if withoutReply && xid == -2 { return lines }
        }
        return lines
    }

    private mutating func connect(
        _ client: Int, session: Int64, password: [UInt8]?, _ timeout: Int32,
        _ handshake: Handshake = Handshake()
    ) throws -> [String] {
        clients[client, default: Actor()].line?.close()
        let line = try side.dial()
        clients[client, default: Actor()].line = line
        var writer = JuteWriter()
        writer.int(handshake.protocolVersion)
        writer.long(handshake.zxidsAhead == 0 ? 0 : names.base + handshake.zxidsAhead)
        writer.int(timeout)
        writer.long(session)
        writer.buffer(handshake.nullPassword ? nil : password)
        if let readOnly = handshake.readOnly { writer.bool(readOnly) }
        try line.send(framed(writer.bytes + handshake.trailing))
        guard let frame = try line.receive() else { return ["end"] }
        var reader = JuteReader(frame)
        let version = try reader.int()
        let granted = try reader.int()
        let id = try reader.long()
        let secret = try reader.buffer() ?? []
        if id != 0 {
            clients[client]?.session = id
            clients[client]?.password = secret
            clients[client]?.lastXid = 0
            if session == 0 {
                names.sessions.append((id, "c\(client)'s"))
                opened.append((id, secret))
            }
        }
        var text = "version \(version), session \(names.session(id)), \(granted) ms, "
        text += "password of \(secret.count) bytes"
        text += secret.allSatisfy { $0 == 0 } ? ", all zero" : ""
        text += try reader.isAtEnd ? "" : ", read-only \(reader.bool())"
        if !reader.isAtEnd { text += ", and \(reader.remaining) bytes more" }
        return id == 0 ? [text] + (try play(.awaitEnd(client))) : [text]
    }

    // MARK: - Frames

    /// A reply or an event as text.
    private func told(_ frame: [UInt8], _ answer: Answer) throws -> String {
        var reader = JuteReader(frame)
        let (xid, zxid, code) = (try reader.int(), try reader.long(), try reader.int())
        if xid == -1 {
            let (type, state) = (try reader.int(), try reader.int())
            let path = try reader.string() ?? "null"
            return "event \(type) \(state) \(path) (zxid \(names.zxid(zxid)), \(code))"
        }
        let body = code == 0 ? try answer.text(&reader, names) : ""
        let extra = code != 0 && reader.remaining > 0 ? " and \(reader.remaining) bytes more" : ""
        let number = xid > 0 ? "" : " xid \(xid)"
        return "\(code)\(number) at \(names.zxid(zxid))\(body.isEmpty ? "" : " \(body)")\(extra)"
    }

    private func framed(_ payload: [UInt8]) -> [UInt8] {
        var writer = JuteWriter()
        writer.buffer(payload)
        return writer.bytes
    }

    private mutating func newXid(_ client: Int) -> Int32 {
        clients[client]?.lastXid += 1
        return clients[client]?.lastXid ?? 0
    }

    private func line(_ client: Int) throws -> any Line {
        guard let line = clients[client]?.line else {
            throw LineError.strange("c\(client) is not connected")
        }
        return line
    }

    // MARK: - Before and after

    /// The whole reply to one call.
    private mutating func ask(_ client: Int, _ call: Call) throws -> [UInt8] {
        let xid = call.xid ?? newXid(client)
        try line(client).send(call.frame(xid: xid, base: 0))
        while let frame = try line(client).receive() {
            var reader = JuteReader(frame)
            if try reader.int() == xid { return frame }
        }
        throw LineError.closed(call.text)
    }

    /// Deletes everything below a path.
    private mutating func sweep(_ path: String) throws {
        var reader = JuteReader(try ask(0, .children(path)))
        _ = (try reader.int(), try reader.long())
        guard try reader.int() == 0 else { return }
        let children = try reader.vector { (reader) throws(JuteError) in try reader.string() ?? "" }
        for child in (children ?? []).sorted() where path != "/" || child != "zookeeper" {
            let full = path == "/" ? "/\(child)" : "\(path)/\(child)"
            try sweep(full)
            _ = try ask(0, .delete(full))
        }
    }

    /// No session outlives its script: it would expire in the middle of a later one, and take a zxid there.
    private mutating func clear() throws {
        for client in clients.values { client.line?.close() }
        for (session, password) in opened {
            // Java's server may end a connection that comes back at once together with the one before it; then
            // nothing is in the way of the next.
            guard closes(session, password) || closes(session, password) else {
                throw LineError.strange("session \(names.session(session)) outlives its script")
            }
        }
    }

    /// Comes back to close the session; false when the server ends the connection before it has said anything.
    private mutating func closes(_ session: Int64, _ password: [UInt8]) -> Bool {
        let sweeper = -1
        defer { clients[sweeper]?.line?.close() }
        guard let answer = try? connect(sweeper, session: session, password: password, 30_000)
        else { return false }
        if answer.first?.contains("session 0,") == true { return true }
        return (try? ask(sweeper, .closeSession)) != nil
    }
}
