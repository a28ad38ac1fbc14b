import Replication
import Testing
import Zab
import Znodes

/// What learners and leader say to each other above Zab.
@Suite struct ForwardingTests {
    let s1 = Member.s1
    let s2 = Member.s2
    let s3 = Member.s3

    @Test func `a forwarded read is refused, for learners answer reads themselves`() {
        var member = Member.leading()
        let bytes = forwarded(Request.ping, session: 7, xid: 1)
        #expect(
            member.hear(.request(bytes), from: s1) == [.refused(.malformed)])
    }

    @Test func `a request from a learner that is not in step is not ordered`() {
        var member = Member.leading()
        member.admit(s2)
        let bytes = forwarded(
            .createSession(CreateSessionRequest(timeout: 4_000)), session: 7, xid: 0)
        #expect(
            member.hear(.request(bytes), from: s2) == [.peer(.ignored(.wrongPhase))])
    }

    @Test func `rubbish of every kind is refused`() {
        var leader = Member.leading()
        for message in [
            Message.request([]), .request([1]), .revalidate([1]), .pong(.zero, touched: [1]),
        ] {
            #expect(leader.hear(message, from: s1) == [.refused(.malformed)])
        }
        var learner = Member.learning()
        #expect(learner.hear(.revalidated([1]), from: s3) == [.refused(.malformed)])
        #expect(learner.hear(.sync, from: s3) == [])
    }

    @Test func `a sync is not answered by a write of the same number`() {
        var member = Member.learning()
        let session = member.connect(1, at: 1)
        member.tell(.client(.request(xid: 5, .sync(SyncRequest("/"))), on: 1))
        let late = Transaction(
            session: session, cxid: 5, zxid: Int64(Zxid(epoch: 1, counter: 2).rawValue), time: 0,
            body: .error(.noNode))
        let effects = member.commit(late)
        #expect(!effects.contains { if case .reply = $0 { true } else { false } })
        #expect(
            member.hear(.sync, from: s3).contains { if case .reply = $0 { true } else { false } })
    }

    @Test func `a write of a lost connection does not answer the next one's write of that number`()
    {
        var member = Member.learning()
        let session = member.connect(1, at: 1)
        member.tell(.client(.request(xid: 1, .create(CreateRequest("/a"))), on: 1))
        member.tell(.client(.disconnected, on: 1))
        member.tell(.client(.connect(ConnectRequest(session: session, timeout: 4_000)), on: 2))
        var answer = JuteBytes()
        answer.long(session)
        member.hear(.revalidated(answer.bytes + [1]), from: s3)
        member.tell(.client(.request(xid: 1, .create(CreateRequest("/b"))), on: 2))
        let answers = ["/a", "/b"].enumerated().map { index, path in
            let create = CreateTransaction(
                path: ZnodePath(path), data: nil, parentCversion: Int32(index) + 1)
            return member.commit(
                Transaction(
                    session: session, cxid: 1,
                    zxid: Int64(Zxid(epoch: 1, counter: UInt32(index) + 2).rawValue), time: 0,
                    body: .create(create))
            ).compactMap { if case .reply(_, let reply) = $0 { reply.outcome.text } else { nil } }
        }
        #expect(answers == [[], ["created /b"]])
    }

    @Test func `a second handshake on a connection is refused`() {
        var member = Member.learning()
        _ = member.connect(1, at: 1)
        let before = member.replica
        #expect(
            member.tell(.client(.connect(ConnectRequest(timeout: 4_000)), on: 1)) == [
                .refused(.malformed)
            ])
        #expect(member.replica == before)
    }

    @Test func `a session that moved away is sent off its old server`() {
        var leader = Member.leading()
        leader.admit(s2, accepted: 0)
        leader.hear(.ackEpoch(current: 0, last: .zero), from: s2)
        leader.hear(.ack(Zxid(epoch: 1, counter: 0)), from: s2)
        let open = forwarded(
            .createSession(CreateSessionRequest(timeout: 4_000)), session: 7, xid: 0)
        leader.hear(.request(open), from: s1)
        leader.finishDisk()
        leader.hear(.ack(Zxid(epoch: 1, counter: 1)), from: s1)
        var question = JuteBytes()
        question.long(7)
        question.int(4_000)
        let answered = leader.hear(.revalidate(question.bytes), from: s2)
        #expect(answered.contains(.session(7, .moved)))
        let write = forwarded(.create(CreateRequest("/a")), session: 7, xid: 1)
        let effects = leader.hear(.request(write), from: s1)
        let bodies = effects.compactMap { effect -> Transaction.Body? in
            if case .proposed(let transaction, _) = effect { transaction.body } else { nil }
        }
        #expect(bodies == [.error(.sessionMoved)])
    }

    /// REQUEST's bytes: session, xid, opcode, body.
    private func forwarded(_ request: Request, session: Int64, xid: Int32) -> [UInt8] {
        var bytes = JuteBytes()
        bytes.long(session)
        bytes.int(xid)
        bytes.int(request.opcode.rawValue)
        return bytes.bytes + request.encode()
    }
}

/// Big-endian integers, as Jute has them.
private struct JuteBytes {
    var bytes: [UInt8] = []

    mutating func long(_ value: Int64) {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> Int64(shift)))
        }
    }

    mutating func int(_ value: Int32) {
        for shift in stride(from: 24, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> Int32(shift)))
        }
    }
}
