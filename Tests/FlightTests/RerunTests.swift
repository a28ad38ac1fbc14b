import Foundation
import Replication
import Testing
import Trace
import Zab
import Znodes

@testable import Flight
@testable import Rerun

@Suite struct RerunTests {
    private static func work(_ server: inout LiveServer) {
        let session = server.connect(1)
        _ = server.connect(2)
        server.ask(1, 1, .create(CreateRequest("/a", data: Array("x".utf8))))
        server.ask(2, 1, .getData(GetDataRequest("/a", watch: true)))
        server.ask(1, 2, .create(CreateRequest("/a/e", mode: .ephemeralSequential)))
        server.ask(1, 3, .setData(SetDataRequest("/a", data: Array("y".utf8), version: 0)))
        server.ask(2, 2, .delete(DeleteRequest("/none")))
        server.ask(2, -2, .ping)
        server.tell(.client(.disconnected, on: 1))
        server.tell(
            .client(.connect(ConnectRequest(session: session, timeout: 10_000)), on: 3))
        server.settle()
        server.ask(3, 4, .closeSession)
    }

    @Test func `a snapshot's cause is the step that asked for it, though another was never made`() {
        let zxids = [Zxid(epoch: 1, counter: 1), Zxid(epoch: 1, counter: 2)]
        var causes = Causes(knowsSnapshotRule: true)
        var service = Service()
        for (step, zxid) in zxids.enumerated() {
            _ = service.apply(
                Transaction(
                    session: 1, cxid: 1, zxid: Int64(bitPattern: zxid.rawValue), time: 1,
                    body: .createSession(CreateSessionTransaction(timeout: 5_000))))
            causes.note(.saveSnapshot(service), step: 10 + step)
        }
        let made = Input.peer(.durable(.snapshot(zxids[1])))
        #expect(causes.expects(made))
        #expect(causes.take(for: made) == 11)
        #expect(!causes.expects(made))
        #expect(!causes.expects(.peer(.durable(.snapshot(zxids[0])))))
        // Servers of versions 1 and 2 saved when these would not.
        #expect(Causes(knowsSnapshotRule: false).expects(made))
    }

    @Test func `the recording gives back every input, and with it every effect`() throws {
        let folder = try Folder()
        let server = try folder.record { Self.work(&$0) }
        #expect(folder.endings == [])
        var reader = FlightReader(try FlightDirectory.files(in: folder.path))
        guard case .start(let start)? = try reader.next() else {
            Issue.record("a recording begins with a starting state")
            return
        }
        #expect(start == .alone())
        var replica = start.replica
        var count = 0
        while case .input(let input, let now)? = try reader.next() {
            #expect(input == server.inputs[count].0)
            #expect(now == server.inputs[count].1)
            var effects: [Replication.Effect] = []
            replica.handle(input, now: now, into: &effects)
            #expect(effects == server.effects[count])
            count += 1
        }
        #expect(count == server.inputs.count)
        #expect(replica == server.replica)
    }

    @Test func `what a live server did is what its recording tells`() throws {
        let folder = try Folder()
        let server = try folder.record { Self.work(&$0) }
        let recording = try Recording(flight: folder.path)
        let own = recording.steps.filter { $0.at == "s1" }
        #expect(own.map(\.t) == server.inputs.map { $0.1.nanoseconds })
        let last = try #require(recording.steps.last)
        #expect(recording.states(after: last.n)["s1"]?.committed == server.replica.lastZxid)
    }

    /// The recording of a write, as it is shown.
    @Test func `clients are told as their server saw them`() throws {
        let folder = try Folder()
        _ = try folder.record { server in
            _ = server.connect(1)
            server.ask(1, 1, .create(CreateRequest("/a", data: Array("x".utf8))))
            server.tell(.client(.disconnected, on: 1))
        }
        let text = try Recording(flight: folder.path).text(TraceFilter(words: ["c1"]))
        #expect(
            text == """
                   5   200.685ms  c1  connected to s1
                                        connecting to s1, session 0
                                        send CONNECT 0:0 new session to s1
                   8   200.822ms  c1  receives CONNECTED session 1 from s1
                                        connected to s1, session 1
                   9   200.959ms  c1  calls create /a "x"
                                        send CALL create /a "x" to s1
                  12   201.096ms  c1  receives REPLY 1:2 created /a from s1
                                        answered call 1: created /a (1:2)
                  13   201.233ms  c1  disconnected from s1: closed
                                        disconnected, session 1
                """)
    }

    /// A server that starts again in the same directory goes on in the same trace, on one clock.
    @Test func `a second run follows the first`() throws {
        let folder = try Folder()
        let first = try folder.record { server in
            _ = server.connect(1)
            server.ask(1, 1, .create(CreateRequest("/a")))
        }
        var start = FlightStart.alone(wallClock: 1_700_000_060_000)
        start.recovered = Recovered(epochs: first.epochs, log: first.log)
        _ = try folder.record(start) { _ = $0.connect(1) }
        let recording = try Recording(flight: folder.path)
        #expect(recording.steps.map(\.n) == Array(1...recording.steps.count))
        #expect(recording.steps.map(\.t) == recording.steps.map(\.t).sorted())
        #expect(recording.header.clients == ["c1", "c2"])
        let crash = try #require(
            recording.steps.firstIndex { if case .crash = $0.input { true } else { false } })
        #expect(recording.steps[crash].input == .crash(power: false, lost: []))
        #expect(recording.steps[crash + 1].at == "c1")
        #expect(recording.steps[crash + 1].input == .disconnected(to: "s1", why: "crashed"))
        #expect(recording.steps[crash + 2].life == 2)
        #expect(
            recording.steps[crash + 2].input
                == .start(accepted: 1, current: 1, last: first.log.last, snapshot: .zero))
        #expect(recording.steps[crash + 2].t > 60_000_000_000)
        // Each run can be looked at alone.
        let second = try Recording(flight: folder.file(2))
        #expect(second.header.clients == ["c1"])
        #expect(second.header.logs?["s1"]?.map(\.zxid) == first.log.entries.map(\.zxid))
    }

    @Test func `behind a time that was not recorded the trace begins anew`() throws {
        let folder = try Folder()
        let first = try folder.record { server in
            _ = server.connect(1)
            server.ask(1, 1, .create(CreateRequest("/a")))
        }
        var start = FlightStart.alone()
        start.recovered = Recovered(epochs: first.epochs, log: first.log)
        var unrecorded = LiveServer(start)
        _ = unrecorded.connect(1)
        start.recovered = Recovered(epochs: unrecorded.epochs, log: unrecorded.log)
        let last = try folder.record(start) { _ = $0.connect(1) }
        var flight = try FlightRecording(path: folder.path)
        var beginnings: [String] = []
        while let event = try flight.next() {
            if case .startsOver(let file) = event { beginnings.append(file) }
        }
        #expect(beginnings == [folder.file(2)])
        let recording = try Recording(flight: folder.path)
        #expect(recording.steps.filter { $0.at == "s1" }.count == last.inputs.count)
        #expect(recording.steps.first?.n == 1)
    }

    // MARK: Nothing that is nobody's business

    @Test func `neither session ids nor hashes of passwords get into the trace`() throws {
        let folder = try Folder()
        var session: Int64 = 0
        let secret = Identity(scheme: "digest", id: "bob:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=")
        _ = try folder.record { server in
            session = server.connect(1)
            server.tell(.client(.authenticate([secret]), on: 1))
            server.ask(
                1, 1, .create(CreateRequest("/a", acl: [ACL(.all, for: secret)], mode: .ephemeral)))
            server.ask(1, 2, .getData(GetDataRequest("/a")))
            server.ask(1, 3, .getACL(GetACLRequest("/a")))
            server.ask(1, 4, .setACL(SetACLRequest("/a", acl: [ACL(.read, for: secret)])))
            server.ask(
                1, 5,
                .multi(MultiRequest([.create(CreateRequest("/b", acl: [ACL(.all, for: secret)]))])))
        }
        let recording = try Recording(flight: folder.path)
        #expect(session != 0)
        for place in Self.bytes(in: recording) {
            #expect(!Self.holds(place, session.bigEndian))
            #expect(!String(decoding: place, as: UTF8.self).contains("Jq7wMyA"))
        }
        let text = recording.jsonLines
        #expect(text.contains("c1 addauth digest bob:#1"))
        for spelling in ["\(session)", String(session, radix: 16), "Jq7wMyA"] {
            #expect(!text.contains(spelling))
        }
        // The owner of the node is the session, under its other name.
        let owners = recording.steps.flatMap(\.effects).compactMap { effect -> Int64? in
            guard case .answered(_, let outcome) = effect,
                case .data(_, let stat)? = try? Response(to: .getData, body: outcome.body.raw)
            else { return nil }
            return stat.ephemeralOwner
        }
        #expect(owners == [1])
    }

    /// Everything in a trace that is base64.
    private static func bytes(in recording: Recording) -> [[UInt8]] {
        recording.steps.flatMap { step -> [[UInt8]] in
            var all: [[UInt8]] = []
            if case .call(_, _, _, let body) = step.input { all.append(body.raw) }
            for effect in step.effects {
                switch effect {
                case .propose(_, _, _, _, let txn): all.append(txn.raw)
                case .answered(_, let outcome): all.append(outcome.body.raw)
                case .send(let message): all.append(message.outcome?.body.raw ?? [])
                default: break
                }
            }
            return all
        }
    }

    private static func holds(_ bytes: [UInt8], _ number: Int64) -> Bool {
        withUnsafeBytes(of: number) { needle in
            guard bytes.count >= needle.count else { return false }
            return (0...(bytes.count - needle.count)).contains { start in
                bytes[start..<start + needle.count].elementsEqual(needle)
            }
        }
    }
}
