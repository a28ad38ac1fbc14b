import Jute
import ZooKeeperWire

/// What a server makes of one connection's bytes: the loop of every driver, without the socket.
struct ServerEar {
    /// How the connection stands at the end.
    enum State: Equatable {
        case open
        case closed(FrameError)
        case unreadable(JuteError)
        case answered(FourLetterWord, mask: Int64)
    }

    private var frames: FrameReader
    private var isGreeted = false
    private(set) var messages: [ClientMessage] = []
    private(set) var state = State.open

    init(limit: Int = FrameReader.defaultLimit) { frames = FrameReader(limit: limit) }

    var buffered: Int { frames.buffered }

    mutating func hear(_ bytes: [UInt8]) {
        frames.append(bytes)
        do throws(FrameError) {
            while state == .open, let frame = try frames.next() {
                switch frame {
                case .word(let word, let mask): state = .answered(word, mask: mask)
                case .message(let reader): hear(reader)
                }
            }
        } catch {
            state = .closed(error)
        }
    }

    private mutating func hear(_ reader: JuteReader) {
        do throws(JuteError) {
            messages.append(
                isGreeted ? try ClientMessage(reader) : try ClientMessage(first: reader))
            isGreeted = true
        } catch {
            state = .unreadable(error)
        }
    }

    /// All of the bytes in pieces of `size`.
    static func hearing(_ bytes: [UInt8], inPiecesOf size: Int = .max) -> ServerEar {
        var ear = ServerEar()
        var rest = bytes[...]
        while !rest.isEmpty {
            ear.hear(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return ear
    }
}
