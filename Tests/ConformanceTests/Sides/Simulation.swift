import Jute
import Replication
import Server
import Simulator
import Zab
import Znodes
import ZooKeeperWire

/// One server in a simulated world. Between its client port and a client's bytes stand the codecs of the
/// project, and what the server's edge does: passwords end there.
final class Simulation: Side, @unchecked Sendable {
    let name: String
    private var world: World
    private let digests: DigestAuthentication

    init(_ setting: Setting) {
        name = "the simulator (\(setting))"
        digests = DigestAuthentication(
            superDigest: setting == .rich ? Setting.superDigest : nil)
        var timing = Timing()
        if setting == .rich { timing.tick = .milliseconds(200) }
        var settings = Replication.Settings(timing: timing, wallClock: Names.wallClock)
        if setting == .rich {
            settings.maxSessionTimeout = 60_000
            settings.containerCheckInterval = .milliseconds(200)
            settings.service.extendedTypesEnabled = true
            settings.service.enforceQuota = true
            settings.service.reconfigEnabled = true
        }
        world = World(voters: 1, settings: settings, isRecording: false)
        world.order(.start([.all]))
        world.run(for: .seconds(1))
    }

    var wallClock: Int64 { world.settings.wallClock + world.now.milliseconds }

    func dial() -> any Line { SimulatedLine(self, on: world.dial(ServerID(1))) }

    /// One connection to it.
    private final class SimulatedLine: Line {
        private let simulation: Simulation
        private let connection: Connection
        private var reader = FrameReader()
        private var isFirst = true
        private var readOnly: Bool?
        /// What the edge has answered by itself; it is the first to speak.
        private var answers: [ServerMessage] = []
        private var isOver = false

        init(_ simulation: Simulation, on connection: Connection) {
            self.simulation = simulation
            self.connection = connection
        }

        func send(_ bytes: [UInt8]) throws {
            reader.append(bytes)
            while case .message(let body)? = try reader.next() {
                try take(isFirst ? ClientMessage(first: body) : ClientMessage(body))
                isFirst = false
            }
        }

        private func take(_ message: ClientMessage) throws {
            switch message {
            case .connect(let record):
                readOnly = record.readOnly
                say(
                    .connect(
                        ConnectRequest(
                            session: record.session,
                            lastZxid: Zxid(rawValue: UInt64(bitPattern: record.lastZxid)),
                            timeout: record.timeout,
                            identities: [Identity(scheme: "ip", id: "127.0.0.1")])))
            case .request(let xid, let request): say(.request(xid: xid, request))
            case .unreadable(let xid, .unimplemented, _):
                answers.append(.reply(xid: xid, zxid: -1, .failure(.unimplemented)))
                close()
            case .unreadable(let xid, let code, _): say(.request(xid: xid, .unreadable(code)))
            case .sasl(let xid, _): answers.append(.sasl(xid: xid, token: nil))
            case .auth(let xid, let packet):
                let proven = identities(for: packet)
                answers.append(
                    .reply(
                        xid: xid, zxid: 0, proven == nil ? .failure(.authFailed) : .success(.done)))
                if let proven { say(.authenticate(proven)) } else { close() }
            }
        }

        private func identities(for packet: AuthPacket) -> [Identity]? {
            switch packet.scheme {
            case "digest": packet.credentials.map(simulation.digests.identities)
            case "ip": []
            default: nil
            }
        }

        private func say(_ input: ClientInput) { simulation.world.say(input, on: connection) }

        func receive() throws -> [UInt8]? {
            guard let message = next() else {
                guard isOver || !simulation.world.isOpen(connection) else {
                    throw LineError.silence(Socket.patience)
                }
                return nil
            }
            var writer = JuteWriter()
            message.write(to: &writer)
            return Array(writer.bytes[4...])
        }

        private func next() -> ServerMessage? {
            if !answers.isEmpty { return answers.removeFirst() }
            let deadline = simulation.world.now + .seconds(Int64(Socket.patience))
            switch simulation.world.nextWord(on: connection, before: deadline) {
            case .accepted(let session, let timeout):
                guard session != 0 else { return .connected(.refused(readOnly: readOnly)) }
                return .connected(
                    ConnectResponseRecord(
                        timeout: timeout, session: session,
                        password: SessionPassword.make(for: session),
                        readOnly: readOnly.map { _ in false }))
            case .reply(let reply):
                return .reply(
                    xid: reply.xid, zxid: Int64(bitPattern: reply.zxid.rawValue), reply.outcome)
            case .event(let event): return .event(event)
            case nil: return nil
            }
        }

        func close() {
            isOver = true
            simulation.world.hangUp(connection)
        }
    }
}
