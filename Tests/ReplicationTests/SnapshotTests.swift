import Replication
import Testing
import Zab
import Znodes

@Suite struct SnapshotTests {
    let s1 = Member.s1
    let s2 = Member.s2
    let s3 = Member.s3

    /// The state with one node more, as the pieces of a snapshot stream at 1:5.
    private var pieces: [[UInt8]] {
        var service = Service()
        let create = CreateTransaction(
            path: "/a", data: [1], parentCversion: 1)
        _ = service.apply(
            Transaction(
                session: 1, cxid: 1, zxid: Int64(Zxid(epoch: 1, counter: 5).rawValue), time: 0,
                body: .create(create)))
        var writer = SnapshotWriter(service)
        var pieces: [[UInt8]] = []
        while let piece = writer.next(nodes: 2) { pieces.append(piece) }
        return pieces
    }

    private func stream(_ pieces: [[UInt8]], to member: inout Member) {
        member.hear(.snap(Zxid(epoch: 1, counter: 5)), from: s3)
        for (index, piece) in pieces.enumerated() {
            member.hear(
                .snapshotPiece(piece, isLast: index == pieces.count - 1), from: s3)
        }
    }

    @Test func `a snapshot in pieces replaces the state`() {
        var member = Member(s1)
        member.promise(2)
        stream(pieces, to: &member)
        #expect(member.replica.service["/a"] != nil)
        #expect(member.replica.lastZxid == Zxid(epoch: 1, counter: 5))
    }

    @Test func `half a snapshot of a former leader is no part of the next one's`() {
        var member = Member(s1)
        member.promise(2)
        member.hear(.snap(Zxid(epoch: 1, counter: 5)), from: s3)
        member.hear(.snapshotPiece(pieces[0], isLast: false), from: s3)
        member.tell(.peer(.disconnected(.leader(s3))))
        member.promise(3)
        stream(pieces, to: &member)
        #expect(member.replica.service["/a"] != nil)
        #expect(member.replica.lastZxid == Zxid(epoch: 1, counter: 5))
    }

    @Test func `a snapshot that cannot be read ends this life before anything is saved`() {
        var member = Member(s1)
        member.promise(2)
        member.hear(.snap(Zxid(epoch: 1, counter: 5)), from: s3)
        let effects = member.hear(.snapshotPiece([1, 2, 3], isLast: true), from: s3)
        #expect(effects == [.refused(.malformed), .peer(.restart(.snapshotUnreadable))])
    }

    @Test func `a learner that comes again gets nothing of the snapshot of its old connection`() {
        var settings = Settings()
        settings.snapshotPieceNodes = 1
        var member = Member.leading(settings: settings)
        // Ahead in an epoch that nobody knows: it gets a snapshot.
        member.admit(s2)
        member.hear(.ackEpoch(current: 0, last: Zxid(epoch: 7, counter: 1)), from: s2)
        let again = member.tell(.peer(.connected(.learner(s2))))
        #expect(again == [.cancel(.snapshotPiece(s2))])
        #expect(member.tell(.timer(.snapshotPiece(s2))) == [.refused(.unknownConnection)])
    }

    @Test func `a leader that gives up before it is established streams no further`() {
        var settings = Settings()
        settings.snapshotPieceNodes = 1
        var member = Member(s3, settings: settings)
        member.tell(.peer(.start))
        let vote = Vote(leader: s3, zxid: .zero, epoch: 0)
        member.hear(.notification(Notification(state: .looking, vote: vote, round: 1)), from: s1)
        member.tell(.peer(.timer(.finalizeWait)))
        member.admit(s1)
        member.finishDisk()
        member.hear(.ackEpoch(current: 0, last: .zero), from: s1)
        member.finishDisk()
        member.admit(s2)
        member.hear(.ackEpoch(current: 0, last: Zxid(epoch: 7, counter: 1)), from: s2)
        let effects = member.tell(.peer(.timer(.setup)))
        #expect(effects.contains(.cancel(.snapshotPiece(s2))))
        #expect(member.tell(.timer(.snapshotPiece(s2))) == [.refused(.unknownConnection)])
    }
}
