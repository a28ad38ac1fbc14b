import Trace
import Zab

/// Voters at the left, candidates at the right, a vote is an arrow between them.
struct VotesDrawing {
    private let ballot: Ballot
    private let title: String?
    private static let rowHeight = 52.0
    private static let top = 40.0
    private static let voter = (left: 10.0, width: 150.0, height: 36.0)
    private static let candidate = (left: 350.0, width: 176.0, height: 46.0)

    init(_ ballot: Ballot, title: String?) {
        self.ballot = ballot
        self.title = title
    }

    func figure() -> Figure {
        let rows = ballot.voters.count
        var figure = Figure(
            width: Self.candidate.left + Self.candidate.width + 12,
            height: Self.top + Double(rows) * Self.rowHeight + 6,
            title: (title.map { $0 + ": " } ?? "") + "votes after step \(ballot.end)", alt: alt)
        heading("voter · its own history", at: Self.voter.left, in: &figure)
        heading("candidate · epoch, zxid, id decide", at: Self.candidate.left, in: &figure)
        for (row, voter) in ballot.voters.enumerated() { draw(voter, row, in: &figure) }
        for candidate in ballot.candidates { draw(candidate.lane, candidate.from, in: &figure) }
        for (row, voter) in ballot.voters.enumerated() { arrow(of: voter, row, in: &figure) }
        return figure
    }

    private func middle(_ row: Int) -> Double {
        Self.top + (Double(row) + 0.5) * Self.rowHeight
    }

    private func heading(_ text: String, at left: Double, in figure: inout Figure) {
        let text = Text(text, size: 8, colour: .grey)
        figure.labels.append(Label(text, at: Point(left + text.width / 2, 18)))
    }

    private func draw(_ voter: Ballot.Voter, _ row: Int, in figure: inout Figure) {
        let rect = Rect(
            left: Self.voter.left, top: middle(row) - Self.voter.height / 2,
            right: Self.voter.left + Self.voter.width, bottom: middle(row) + Self.voter.height / 2)
        let isDown = voter.role == .down
        var text = "\(voter.lane) · \(voter.role.rawValue)"
        if !voter.votes { text += " · no vote" }
        text += isDown ? "\n–" : "\nepoch \(voter.epoch) · \(voter.logged) · round \(voter.round)"
        figure.boxes.append(
            Box(
                rect, .panel, fill: isDown ? .mist : .white,
                line: isDown ? .silver : SequenceStyle.fill(voter.role), lineWidth: 1.8,
                stroke: isDown ? .dashed : .solid, isRounded: true,
                text: Text(text, size: 8.5, colour: isDown ? .grey : .black),
                identity: Identity("voter-\(voter.lane)", "voter \(voter.role.rawValue)")))
    }

    private func draw(_ lane: Lane, _ from: [Ballot.Voter], in figure: inout Figure) {
        guard let row = ballot.voters.firstIndex(where: { $0.lane == lane }),
            let vote = from.first?.vote
        else { return }
        let count = from.filter(\.votes).count
        let hasQuorum = ballot.isQuorum(from.map(\.lane))
        let rect = Rect(
            left: Self.candidate.left, top: middle(row) - Self.candidate.height / 2,
            right: Self.candidate.left + Self.candidate.width,
            bottom: middle(row) + Self.candidate.height / 2)
        let zxid = vote.zxid?.description ?? "unknown"
        figure.boxes.append(
            Box(
                rect, .panel, fill: hasQuorum ? "#E3F1EC" : .white,
                line: hasQuorum ? .green : .silver, lineWidth: hasQuorum ? 3 : 1, isRounded: true,
                text: Text(
                    "\(lane): epoch \(vote.epoch) · \(zxid) · id \(lane.number)\n"
                        + Self.tally(count, ballot.electorate)
                        + (hasQuorum ? " quorum" : " no quorum"), size: 8.5, colour: .black,
                    isBold: hasQuorum),
                identity: Identity("candidate-\(lane)", "candidate")))
    }

    /// `●●○ 2/3`.
    private static func tally(_ count: Int, _ of: Int) -> String {
        String(repeating: "●", count: count) + String(repeating: "○", count: max(0, of - count))
            + " \(count)/\(of)"
    }

    private func arrow(of voter: Ballot.Voter, _ row: Int, in figure: inout Figure) {
        guard let vote = voter.vote, voter.role != .down,
            let target = ballot.voters.firstIndex(where: { $0.lane == vote.leader })
        else { return }
        let start = Point(Self.voter.left + Self.voter.width + 4, middle(row))
        // Arrows to one candidate end one below the other.
        let spread = (Double(row) - Double(ballot.voters.count - 1) / 2) * 5
        let end = Point(Self.candidate.left - 2, middle(target) + spread)
        let bend = (end.x - start.x) * 0.55
        let words = "\(Words.words(vote.why)) #\(vote.step)"
        let text = Text(words, size: 8.5)
        let isLow = end.y < start.y
        figure.lines.append(
            Line(
                [
                    start, Point(start.x + bend * 1.4, start.y), Point(end.x - bend * 0.6, end.y),
                    end,
                ], tail: .dot, head: .filled, stroke: voter.votes ? .solid : .dotted,
                width: voter.elected == nil ? 1 : 2.2,
                label: Label(
                    text,
                    at: Point(start.x + 8 + text.width / 2, start.y + (isLow ? 9 : -9)),
                    plate: .white),
                identity: Identity(
                    "vote-\(voter.lane)", "vote",
                    "\(voter.lane) votes for \(vote.leader) since step \(vote.step): "
                        + Wording.reason(vote.why))))
    }

    private var alt: String {
        var text = "Votes after step \(ballot.end)."
        for voter in ballot.voters {
            if voter.role == .down {
                text += " \(voter.lane) is down."
            } else if let vote = voter.vote {
                text += " \(voter.lane) votes for \(vote.leader): \(Wording.reason(vote.why))."
            } else {
                text += " \(voter.lane) has no vote."
            }
        }
        for candidate in ballot.candidates {
            let count = candidate.from.filter(\.votes).count
            text += " \(candidate.lane) has \(count) of \(ballot.electorate) votes."
        }
        return text
    }
}
