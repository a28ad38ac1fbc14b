import Jute
import Testing
import Znodes
import ZooKeeperWire

private let seeds = 0..<UInt64(40)

/// A conversation with every kind of request in it, as bytes.
private let conversation: [UInt8] = {
    var writer = JuteWriter()
    ClientMessage.connect(ConnectRequestRecord(timeout: 4_000)).write(to: &writer)
    for (index, request) in sampleRequests.enumerated() {
        ClientMessage.request(xid: Int32(index), request).write(to: &writer)
    }
    ClientMessage.auth(xid: -4, AuthPacket(scheme: "digest", credentials: [1])).write(to: &writer)
    ClientMessage.sasl(xid: 5, token: [1, 2]).write(to: &writer)
    return writer.bytes
}()

/// Every message understood must be writable, and read the same from what was written.
private func expectSound(_ ear: ServerEar, seed: UInt64) {
    for (index, message) in ear.messages.enumerated() {
        if case .unreadable = message { continue }
        var writer = JuteWriter()
        message.write(to: &writer)
        let reader = JuteReader(writer.bytes, at: 4)
        let again = Result { () throws(JuteError) in
            index == 0 ? try ClientMessage(first: reader) : try ClientMessage(reader)
        }
        #expect(again == .success(message), "seed \(seed)")
    }
}

@Test(arguments: seeds)
func `a conversation with some bytes changed is heard to the end or refused`(seed: UInt64) {
    var dice = Dice(seed: seed)
    for _ in 0..<50 {
        var bytes = conversation
        for _ in 0...dice.below(4) {
            let place = dice.below(bytes.count)
            switch dice.below(5) {
            case 0: bytes[place] = UInt8(dice.below(256))
            case 1: bytes[place] ^= 1 << UInt8(dice.below(8))
            case 2: bytes[place] = [0, 0x7F, 0x80, 0xFF][dice.below(4)]
            case 3: bytes.remove(at: place)
            default: bytes.insert(UInt8(dice.below(256)), at: place)
            }
        }
        let whole = ServerEar.hearing(bytes)
        let pieces = ServerEar.hearing(bytes, inPiecesOf: 1 + dice.below(40))
        #expect(whole.messages == pieces.messages && whole.state == pieces.state, "seed \(seed)")
        #expect(whole.buffered <= bytes.count)
        expectSound(whole, seed: seed)
    }
}

@Test(arguments: seeds)
func `frames of random bytes are understood or refused`(seed: UInt64) {
    var dice = Dice(seed: seed &+ 1_000)
    let opcodes = Opcode.allCases.map(\.rawValue) + [0, 10, 100, 102, 999]
    for _ in 0..<100 {
        let body = (0..<dice.below(120)).map { _ in
            // Small numbers make plausible lengths, and so get further.
            dice.below(3) == 0 ? UInt8(dice.below(256)) : UInt8(dice.below(6))
        }
        let frame = request(Int32(dice.below(100)), opcodes[dice.below(opcodes.count)], body)
        let ear = ServerEar.hearing(framed([UInt8](repeating: 0, count: 28)) + frame)
        let isHeard = if case .unreadable = ear.state { true } else { ear.messages.count == 2 }
        #expect(isHeard, "seed \(seed)")
        expectSound(ear, seed: seed)
    }
}

@Test(arguments: seeds)
func `a server that sends anything at all does no harm to a client`(seed: UInt64) {
    var dice = Dice(seed: seed &+ 2_000)
    var read = 0
    for _ in 0..<100 {
        let opcode = Opcode.allCases[dice.below(Opcode.allCases.count)]
        let head = big(Int32(dice.below(3)) - 1) + big(0) + big(0) + big(0)
        let body = (0..<dice.below(200)).map { _ in
            dice.below(3) == 0 ? UInt8(dice.below(256)) : UInt8(dice.below(4))
        }
        let message = Result { () throws(JuteError) in
            try ServerMessage(JuteReader(head + body)) { _ in opcode }
        }
        if case .success(let message) = message {
            read += 1
            var writer = JuteWriter()
            message.write(to: &writer)
            #expect(writer.bytes.count <= 4 + 16 + 2 * body.count + 80, "seed \(seed)")
        }
    }
    #expect(read > 0, "the dice are loaded: nothing was read")
}
