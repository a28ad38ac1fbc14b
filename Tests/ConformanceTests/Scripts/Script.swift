import Testing

/// A story of a few clients and one server. What it should come to is not written down: whatever
/// Apache ZooKeeper makes of it, the others make of it too.
struct Script: Sendable, CustomTestStringConvertible {
    let name: String
    /// What the servers must be configured with.
    var setting = Setting.rich
    /// Whether it needs what only sockets have: frames, passwords, addresses.
    var needsSockets = false
    let steps: [Step]

    init(
        _ name: String, on setting: Setting = .rich, sockets: Bool = false, _ steps: [Step]
    ) {
        self.name = name
        self.setting = setting
        needsSockets = sockets
        self.steps = steps
    }

    var testDescription: String { name }
}

/// How servers are configured.
enum Setting: CaseIterable, Hashable, Sendable {
    /// Everything is as ZooKeeper ships.
    case plain
    /// Short ticks; TTL nodes, enforced quotas, reconfiguration, a superuser and a busy reaper.
    case rich
}

/// What a client does, by its number in the script.
enum Step: Sendable {
    /// Connects and asks for a new session.
    case open(Int, timeout: Int32 = 30_000, Handshake = Handshake())
    /// Connects and asks for the session of another client, or of itself before.
    case reopen(
        Int, as: Int, timeout: Int32 = 30_000, password: Password = .right, Handshake = Handshake())
    /// Connects and says nothing yet.
    case dial(Int)
    /// Asks, and waits for the reply; events that come before are told in their place.
    case call(Int, Call)
    /// Asks many things at once, then waits for all the replies.
    case calls(Int, [Call])
    /// Sends bytes as they are.
    case send(Int, [UInt8])
    /// Sends the bytes of a call one by one.
    case drip(Int, Call)
    /// Asks, and expects no reply: what has come by the reply to a ping sent behind it, or the end.
    case silent(Int, Call)
    /// What has come for this client so far: everything before the reply to a ping.
    case look(Int)
    /// Waits for one event.
    case await(Int)
    /// Waits until the server closes.
    case awaitEnd(Int)
    /// Closes the session, and waits until the server closes the connection.
    case close(Int)
    /// Hangs up without a word.
    case drop(Int)
}

struct Handshake: Hashable, Sendable {
    var protocolVersion: Int32 = 0
    /// Beyond what the server has, when so many are added to its last.
    var zxidsAhead: Int64 = 0
    /// nil leaves the byte out, as clients before 3.4 did.
    var readOnly: Bool? = false
    var nullPassword = false
    /// Bytes behind the record.
    var trailing: [UInt8] = []
}

enum Password: Sendable {
    case right, zeros, short, null
}

extension Step: CustomStringConvertible {
    var description: String {
        switch self {
        case .open(let client, let timeout, let handshake):
            "c\(client) opens a session of \(timeout) ms\(handshake.text)"
        case .reopen(let client, let other, let timeout, let password, let handshake):
            "c\(client) opens the session of c\(other), \(timeout) ms, password \(password)"
                + handshake.text
        case .dial(let client): "c\(client) connects"
        case .call(let client, let call): "c\(client) \(call.text)"
        case .calls(let client, let calls):
            "c\(client) at once: \(calls.map(\.text).joined(separator: "; "))"
        case .send(let client, let bytes):
            "c\(client) sends \(bytes.prefix(24).map { hexadecimal($0) }.joined())"
                + (bytes.count > 24 ? " … \(bytes.count) bytes" : "")
        case .drip(let client, let call): "c\(client) \(call.text), byte by byte"
        case .silent(let client, let call): "c\(client) \(call.text), then ping"
        case .look(let client): "c\(client) looks"
        case .await(let client): "c\(client) waits for an event"
        case .awaitEnd(let client): "c\(client) waits for the end"
        case .close(let client): "c\(client) closes"
        case .drop(let client): "c\(client) hangs up"
        }
    }

    private func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}

extension Handshake {
    fileprivate var text: String {
        var text = protocolVersion == 0 ? "" : ", version \(protocolVersion)"
        if zxidsAhead != 0 { text += ", having seen \(zxidsAhead) zxids more" }
        if readOnly != false { text += readOnly == nil ? ", no read-only byte" : ", read-only" }
        if nullPassword { text += ", null password" }
        if !trailing.isEmpty { text += ", \(trailing.count) bytes more" }
        return text
    }
}
