import Jute
import Znodes
import ZooKeeperWire

/// What a connection has still to send: bytes that are ready, and answers that become bytes when there is
/// room for them.
///
/// An answer shares its data with the tree and costs little until it is written. So a client that asks for
/// much more than it reads makes the server keep a list of answers, not their bytes.
struct Outbox {
    /// Answers are written as long as there are fewer bytes than this.
    static let portion = 1 << 20
    /// No more room than this is made before it is needed.
    private static let foreseenRoom = 64 << 10

    private var ready = JuteWriter()
    /// How much was taken last: about as much comes next. The room itself is not kept, as thousands of connections
    /// may have nothing to say for long.
    private var usual = 0
    private var waiting = Queue<ServerMessage>()
    /// The bytes of waiting messages that nothing else holds.
    private var heldBytes = 0

    var isEmpty: Bool { ready.bytes.isEmpty }
    /// Whether an answer would be written at once.
    var hasRoom: Bool { waiting.isEmpty && ready.bytes.count < Self.portion }
    /// How much memory a client that does not read costs, about.
    var held: Int { ready.bytes.count + heldBytes }

    /// Adds a message; the length of its frame if it was written at once.
    mutating func add(_ message: ServerMessage) -> Int? {
        if hasRoom { return write(message) }
        heldBytes += message.ownBytes
        waiting.append(message)
        return nil
    }

    /// What is ready.
    mutating func take() -> [UInt8] {
        usual = ready.bytes.count
        defer { ready = JuteWriter() }
        return ready.bytes
    }

    /// Writes one of the answers that wait, if there is room; the length of its frame.
    mutating func writeNext() -> Int? {
        guard ready.bytes.count < Self.portion, let next = waiting.popFirst() else { return nil }
        heldBytes -= next.ownBytes
        return write(next)
    }

    private mutating func write(_ message: ServerMessage) -> Int {
        let start = ready.bytes.count
        if start == 0 { ready.reserveCapacity(min(usual, Self.foreseenRoom)) }
        message.write(to: &ready)
        return ready.bytes.count - start
    }
}

extension ServerMessage {
    /// About how many bytes it holds that the tree does not hold as well.
    fileprivate var ownBytes: Int {
        switch self {
        case .event(let event): 64 + event.path.text.utf8.count
        case .reply(_, _, let outcome): 128 + 32 * outcome.nameCount
        case .connected, .sasl: 128
        }
    }
}

extension Outcome {
    /// How many names of children it lists.
    fileprivate var nameCount: Int {
        if case .success(.children(let names, _)) = self { names.count } else { 0 }
    }
}
