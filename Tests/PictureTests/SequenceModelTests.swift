import Picture
import Testing
import Trace
import Zab

struct SequenceModelTests {
    @Test func `a step stands below its lane's last and below its cause`() {
        let recording = Stories.broadcast().recording
        let model = SequenceModel(recording)
        var rows: [Int: Int] = [:]
        for (row, entry) in model.rows.enumerated() {
            for step in entry.steps { rows[step] = row }
        }
        for arrow in model.arrows {
            guard let from = arrow.fromRow, let to = arrow.toRow else { continue }
            #expect(from < to)
        }
        var last: [Lane: Int] = [:]
        for step in recording.steps {
            guard let row = rows[step.n] else { continue }
            #expect(row > last[step.at] ?? -1, "step \(step.n)")
            last[step.at] = row
        }
        #expect(model.rows.count < recording.steps.count)
    }

    @Test func `an event goes by its own name and its path, which stand nowhere else`() {
        let event = MessageRecord(
            id: "s1-c1#1/1", kind: .event, from: "s1", to: "c1", zxid: nil, epoch: nil, vote: nil,
            outcome: nil, text: "NodeDataChanged /lock")
        #expect(Words.label(of: event) == "NodeDataChanged /lock")
    }

    @Test func `in the scale of order every visible step has a row to itself`() {
        let model = SequenceModel(
            Stories.election().recording, options: SequenceOptions(scale: .order))
        #expect(model.rows.allSatisfy { $0.steps.count == 1 })
        #expect(model.rows.map { $0.steps[0] } == model.rows.map { $0.steps[0] }.sorted())
    }

    @Test func `the acknowledgements of a quorum are thick and the late one is thin`() {
        var story = Stories.election(clients: ["c1"])
        Stories.write("/a", 1, in: &story)
        let model = SequenceModel(story.recording)
        let acks = model.arrows.filter { $0.message.kind == .ack }
        #expect(acks.map(\.message.from) == ["s1", "s2"])
        #expect(acks.map(\.weight) == [.quorum, .late])
        #expect(acks.map(\.fate) == [.delivered, .ignored("alreadyCommitted")])
        let commits = model.marks.filter { $0.shape == .commit }
        #expect(commits.map(\.label) == ["leads epoch 1 · 2/3", "commit 1:1 · ACK 2/3"])
    }

    /// As when many requests shared a flush.
    @Test func `a step that commits and answers much is told in few words`() {
        var story = Story(servers: 1, clients: ["c1"])
        let zxids = (389...466).map { Zxid(epoch: 1, counter: UInt32($0)) }
        story.step(
            "s1", .durable(log: zxids[zxids.count - 1]),
            zxids.map { .commit(zxid: $0, quorum: ["s1"], why: "") }
                + zxids.map {
                    let told = OutcomeRecord(
                        zxid: $0, error: nil, text: "created /p\($0.counter)", body: Bytes([]))
                    return story.send(.reply, "s1", "c1", outcome: told)
                })
        for _ in zxids { story.receive(.reply, "s1", "c1") }
        let model = SequenceModel(story.recording)
        #expect(
            model.marks.first?.label == "durable 1:466\ncommit 1:389–1:466 · ACK 1/1")
        #expect(model.arrows.count == zxids.count)
        let labels = model.arrows.compactMap(\.label)
        #expect(labels.count == zxids.count)
        let figure = SequencePicture(model, scale: .causal).figure
        let drawn = figure.lines.compactMap { $0.label?.text.string }
        #expect(drawn == ["REPLY created /p389, 77 more"])
    }

    @Test func `clients that do nothing in the window are left out, unless they are asked for`() {
        var story = Stories.election(clients: ["c1", "c2"])
        let quiet = story.recording.steps.count
        Stories.write("/a", 1, in: &story)
        func lanes(_ window: ClosedRange<Int>? = nil, asked: [Lane]? = nil) -> [Lane] {
            let options = SequenceOptions(lanes: asked, leavesOutIdleClients: true)
            return SequenceModel(story.recording, window: window, options: options).lanes
        }
        #expect(SequenceModel(story.recording).lanes == ["c1", "c2", "s1", "s2", "s3"])
        #expect(lanes() == ["c1", "s1", "s2", "s3"])
        #expect(lanes(1...quiet) == ["s1", "s2", "s3"])
        #expect(lanes(asked: ["c2", "s1"]) == ["c2", "s1"])
    }

    @Test func `a lost message keeps its reason and a partition its sides`() {
        let model = SequenceModel(Stories.recovery().recording)
        let lost = model.arrows.filter { $0.fate == .lost(.partitioned) }
        #expect(lost.map(\.message.kind) == [.proposal, .commit])
        #expect(lost.map(\.message.to) == ["s2", "s2"])
        // s2 stands alone between s1 and s3.
        #expect(model.cuts.map(\.leftLanes) == [[1, 2]])
        #expect(model.commands.map(\.text) == ["partition s2 | s1 s3", "heal"])
        #expect(model.cuts[0].from == model.commands[0].row)
        #expect(model.cuts[0].to == model.commands[1].row)
    }

    @Test func `a server that is down has no bar until it restarts`() {
        let model = SequenceModel(Stories.recovery().recording)
        let spans = model.spans.filter { $0.lane == 2 }
        let crash = model.marks.first { $0.shape == .crash }
        let restart = model.marks.last { $0.shape == .restart }
        #expect(
            spans.map(\.role) == [
                .looking, .following, .following, .following, .looking, .following, .following,
                .following,
            ])
        #expect(spans[3].to == crash?.row)
        #expect(spans[4].from == restart?.row)
        #expect(restart?.label.hasPrefix("disk: 1:1, epoch 1") == true)
    }

    @Test func `bands name the phases of the cluster with the epoch`() {
        let model = SequenceModel(Stories.election().recording)
        #expect(
            model.bands.map(\.phase) == [.election, .discovery, .synchronization, .broadcast])
        #expect(model.bands.map(\.epoch) == [nil, nil, 1, 1])
        for (band, next) in zip(model.bands, model.bands.dropFirst()) {
            #expect(band.to == next.from)
        }
    }

    @Test func `pings are folded into one sign, or drawn when asked for`() {
        let recording = Stories.broadcast().recording
        let folded = SequenceModel(recording)
        #expect(folded.marks.filter { $0.shape == .fold }.map(\.label) == ["8 × PING"])
        #expect(folded.folded == 8)
        #expect(!folded.arrows.contains { $0.message.kind == .ping })
        let whole = SequenceModel(recording, options: SequenceOptions(foldsPings: false))
        #expect(whole.arrows.filter { $0.message.kind == .ping }.count == 8)
    }

    @Test func `of a broadcast one label can speak for all`() {
        var story = Stories.election(clients: ["c1"])
        Stories.write("/a", 1, in: &story)
        let model = SequenceModel(story.recording, options: SequenceOptions(foldsFanOut: true))
        let proposals = model.arrows.filter { $0.message.kind == .proposal }
        #expect(proposals.map(\.label) == ["PROPOSAL 1:1 ×2", nil])
    }

    @Test func `a window knows where it was cut and how things stood`() {
        var story = Stories.election(clients: ["c1"])
        Stories.write("/a", 1, in: &story)
        let recording = story.recording
        let propose = recording.steps.first { step in
            step.effects.contains { if case .propose = $0 { true } else { false } }
        }
        let n = propose?.n ?? 0
        let model = SequenceModel(recording, window: n...n)
        #expect(model.hasEarlier && model.hasLater)
        #expect(
            model.heads.map(\.role) == [nil, .following, .following, .leading])
        #expect(model.heads.map(\.epoch) == [nil, 1, 1, 1])
        #expect(model.arrows.map(\.message.kind) == [.request, .proposal, .proposal])
        #expect(model.arrows.map(\.fromRow) == [nil, 0, 0])
        #expect(model.arrows.map(\.fate) == [.delivered, .inFlight, .inFlight])
        #expect(model.bands.map(\.phase) == [.broadcast])
    }

    @Test func `a partition that began before the window is still seen`() {
        let recording = Stories.recovery().recording
        let partition = recording.steps.first { step in
            if case .command = step.input { true } else { false }
        }
        let n = partition?.n ?? 0
        let model = SequenceModel(recording, window: (n + 1)...(n + 5))
        #expect(model.cuts.map(\.from) == [nil])
        #expect(model.cuts.map(\.to) == [nil])
        #expect(
            SequenceModel(recording, window: recording.steps.count...recording.steps.count).cuts
                == [])
    }

    @Test func `pages follow each other without a gap`() {
        let recording = Stories.recovery().recording
        let pages = SequencePicture.pages(recording, rows: 20)
        #expect(pages.count > 1)
        #expect(pages.first?.lowerBound == 1)
        #expect(pages.last?.upperBound == recording.steps.count)
        for (page, next) in zip(pages, pages.dropFirst()) {
            #expect(page.upperBound + 1 == next.lowerBound)
        }
    }

    /// Whatever is left over by the greatest that is allowed: no page of a step or two.
    @Test(arguments: 10...40) func `pages are about as long as each other`(rows: Int) throws {
        let recording = Stories.recovery().recording
        let lengths = SequencePicture.pages(recording, rows: rows).map {
            SequenceModel(recording, window: $0).rows.count
        }
        let (shortest, longest) = try (#require(lengths.min()), #require(lengths.max()))
        #expect(longest <= rows + 2, "\(lengths)")
        #expect(shortest * 2 >= longest, "\(lengths)")
    }

    @Test func `an empty recording is an empty model`() {
        let recording = Recording(header: Header(servers: [], clients: []))
        let model = SequenceModel(recording)
        #expect(model.rows == [] && model.arrows == [] && model.lanes == [])
        #expect(SequencePicture(recording: recording).figure.overlaps() == [])
    }
}
