import Picture
import Testing
import Trace
import Zab

struct StateTests {
    private func tokens(_ figure: Figure) -> [String: String] {
        var places: [String: String] = [:]
        for mark in figure.marks where mark.shape == .token {
            let box = figure.boxes.first { box in
                box.identity?.id.hasPrefix("state-") == true && box.rect.overlaps(mark.rect)
            }
            places[mark.label?.text.string ?? ""] = box?.identity?.id
        }
        return places
    }

    @Test func `every server's token lies in its state`() {
        let recording = Stories.recovery().recording
        let crash = recording.steps.first { if case .crash = $0.input { true } else { false } }
        let figure = StatesPicture(recording: recording, window: 1...(crash?.n ?? 0)).figure
        #expect(
            tokens(figure) == [
                "s1": "state-following-broadcast", "s2": "state-down",
                "s3": "state-leading-broadcast",
            ])
    }

    @Test func `before anything happens all are down and no way is taken`() {
        let figure = StatesPicture(
            recording: Recording(
                header: Header(servers: [Header.Member(lane: "s1", votes: true)]))
        ).figure
        #expect(tokens(figure) == ["s1": "state-down"])
        #expect(figure.lines.allSatisfy { $0.stroke == .dashed })
    }

    @Test func `a way taken is solid, carries its steps, and the last one is thick`() {
        let figure = StatesPicture(recording: Stories.election().recording, server: "s3").figure
        let taken = figure.lines.filter { $0.stroke == .solid }
        #expect(
            taken.compactMap(\.label?.text.string)
                == [
                    "starts\n#3", "a quorum\nvotes for it\n#14", "a quorum\npromised\n#25",
                    "a quorum\nhas its log\n#33",
                ])
        #expect(taken.filter { $0.width > 2 }.count == 1)
        #expect(taken.first { $0.width > 2 }?.label?.text.string == "a quorum\nhas its log\n#33")
    }

    @Test func `an observer brings a column of its own`() {
        let voters = StatesPicture(recording: Story(servers: 3).recording).figure
        let all = StatesPicture(recording: Story(servers: 3, observers: 1).recording).figure
        func ids(_ figure: Figure) -> [String] {
            figure.boxes.compactMap(\.identity?.id).filter { $0.contains("observing") }
        }
        #expect(ids(voters) == [])
        #expect(ids(all).count == 3)
    }
}

struct VotesTests {
    @Test func `votes are arrows to the candidate with the reason`() {
        let recording = Stories.election().recording
        let figure = VotesPicture(recording: recording, window: 1...6).figure
        #expect(
            figure.lines.map { $0.label?.text.string } == [
                "higher id #6", "server starts #2", "server starts #3",
            ])
        let candidates = figure.boxes.filter { $0.identity?.kind == "candidate" }
        #expect(
            candidates.map { $0.text?.string } == [
                "s2: epoch 0 · 0:0 · id 2\n●○○ 1/3 no quorum",
                "s3: epoch 0 · 0:0 · id 3\n●●○ 2/3 quorum",
            ])
    }

    @Test func `weights decide where there are groups`() {
        var recording = Stories.election().recording
        recording.header.groups = [["s1": 3, "s2": 1, "s3": 1]]
        let figure = VotesPicture(recording: recording, window: 1...5).figure
        #expect(
            figure.boxes.filter { $0.identity?.kind == "candidate" }.map {
                $0.text?.string.hasSuffix("no quorum")
            } == [false, true, true])
    }
}

struct LogsTests {
    private func cells(_ figure: Figure, _ lane: String) -> [String] {
        figure.boxes.filter { $0.identity?.id.hasPrefix(lane + "-") == true }
            .map {
                "\($0.text?.string.split(separator: "\n").first ?? "") \($0.identity?.kind ?? "")"
            }
    }

    @Test func `written, durable and committed entries look different`() {
        var story = Story(servers: 1)
        story.step(
            "s1", .start(accepted: 1, current: 1, last: zxid("1:1"), snapshot: .zero), [],
            state: state { $0.committed = zxid("1:1") })
        story.step(
            "s1", .durable(log: zxid("1:2")),
            [
                .append(zxid: zxid("1:2"), digest: "a", text: "create /a"),
                .append(zxid: zxid("1:3"), digest: "b", text: "create /b"),
            ])
        let figure = LogsPicture(recording: story.recording).figure
        #expect(
            cells(figure, "s1") == [
                "✓ 1:1 entry durable committed", "1:2 entry durable", "1:3 entry",
            ])
        let boxes = figure.boxes.filter { $0.identity?.kind.hasPrefix("entry") == true }
        #expect(boxes.map(\.stroke) == [.solid, .solid, .dashed])
    }

    @Test func `what was cut off stays in sight, struck through, in its column`() {
        var story = Story(servers: 2)
        for lane in ["s1", "s2"] as [Lane] {
            story.step(lane, .start(accepted: 1, current: 1, last: zxid("1:2"), snapshot: .zero))
        }
        story.step(
            "s1", .durable(log: zxid("1:1")), [.truncate(to: zxid("1:1"), removed: [zxid("1:2")])])
        let figure = LogsPicture(recording: story.recording).figure
        let gone = figure.boxes.filter { $0.identity?.kind == "gone" }
        #expect(gone.map { $0.text?.string } == ["1:2"])
        #expect(gone.map { $0.text?.isStruck } == [true])
        let other = figure.boxes.first { $0.identity?.id == "s2-1:2" }
        #expect(gone.first?.rect.left == other?.rect.left)
        #expect(cells(figure, "s1") == ["1:1 entry durable"])
    }

    @Test func `a power failure loses what was not on disk`() {
        var story = Story(servers: 1)
        story.step("s1", .start(accepted: 1, current: 1, last: zxid("1:1"), snapshot: .zero))
        story.step(
            "s1", .timer(name: "x"), [.append(zxid: zxid("1:2"), digest: "a", text: "create /a")])
        story.step("s1", .crash(power: true, lost: [zxid("1:2")]), state: ServerState.down)
        let figure = LogsPicture(recording: story.recording).figure
        #expect(cells(figure, "s1") == ["1:1 entry durable"])
        #expect(figure.boxes.filter { $0.identity?.kind == "gone" }.count == 1)
    }

    @Test func `a snapshot is the base and epochs are set apart`() {
        var story = Story(servers: 1)
        story.step("s1", .start(accepted: 1, current: 1, last: zxid("1:4"), snapshot: zxid("1:3")))
        story.step(
            "s1", .timer(name: "x"), [.append(zxid: zxid("2:1"), digest: "a", text: "create /a")])
        let figure = LogsPicture(recording: story.recording).figure
        #expect(figure.boxes.contains { $0.text?.string == "snapshot\nto 1:3" })
        #expect(cells(figure, "s1").count == 2)
        #expect(
            figure.labels.map(\.text.string).filter { $0.hasPrefix("epoch") } == [
                "epoch 1", "epoch 2",
            ])
        #expect(figure.lines.count == 1)
    }
}
