public import Trace
import Zab

/// Who votes for whom after a step, and why.
public struct VotesPicture: Hashable, Sendable {
    public let figure: Figure

    /// - Parameter window: the votes as its last step leaves them; nil for the end of the run.
    public init(recording: Recording, window: ClosedRange<Int>? = nil) {
        let end = min(
            window?.upperBound ?? .max, recording.steps.last?.n ?? 0)
        figure = VotesDrawing(Ballot(recording, after: end), title: recording.header.title).figure()
    }
}

/// The votes of all servers after a step.
struct Ballot {
    struct Vote {
        var leader: Lane
        var zxid: Zxid?
        var epoch: Epoch
        var why: String
        var step: Int
    }

    struct Voter {
        var lane: Lane
        var votes: Bool
        var role: Role
        var round: UInt64
        var epoch: Epoch
        var logged: Zxid
        var vote: Vote?
        /// When this server's election ended: the step and who stood behind the vote.
        var elected: (step: Int, by: [Lane])?
    }

    let end: Int
    private let header: Header
    private(set) var voters: [Voter] = []

    init(_ recording: Recording, after end: Int) {
        self.end = end
        header = recording.header
        let cluster = recording.states(after: end)
        for member in recording.header.servers.sorted(by: { $0.lane < $1.lane }) {
            let state = cluster[member.lane]
            voters.append(
                Voter(
                    lane: member.lane, votes: member.votes, role: state?.role ?? .down,
                    round: state?.round ?? 0, epoch: state?.current ?? 0,
                    logged: state?.logged ?? .zero))
        }
        for step in recording.steps.prefix(while: { $0.n <= end }) {
            guard let index = voters.firstIndex(where: { $0.lane == step.at }) else { continue }
            read(step, into: index)
        }
    }

    private mutating func read(_ step: Step, into index: Int) {
        if case .crash = step.input { voters[index].vote = nil }
        for effect in step.effects {
            switch effect {
            case .look: voters[index].elected = nil
            case .vote(let leader, let zxid, let epoch, let why):
                voters[index].vote = Vote(
                    leader: leader, zxid: zxid, epoch: epoch, why: why, step: step.n)
            case .elect(let leader, let zxid, let epoch, let by, let why):
                if voters[index].vote?.leader != leader {
                    voters[index].vote = Vote(
                        leader: leader, zxid: zxid, epoch: epoch, why: why, step: step.n)
                }
                voters[index].elected = (step.n, by)
            default: break
            }
        }
    }

    var electorate: Int { voters.reduce(0) { $0 + ($1.votes ? 1 : 0) } }

    /// A plain majority of the voters, or of the weights in a majority of the groups.
    func isQuorum(_ lanes: [Lane]) -> Bool {
        guard let groups = header.groups else {
            let count = voters.filter { $0.votes && lanes.contains($0.lane) }.count
            return 2 * count > electorate
        }
        var won = 0
        for group in groups {
            let all = group.values.reduce(0, +)
            let have = lanes.reduce(0) { $0 + (group[$1.name] ?? 0) }
            if 2 * have > all { won += 1 }
        }
        return 2 * won > groups.count
    }

    /// Who has the votes of whom, in the order of the lanes.
    var candidates: [(lane: Lane, from: [Voter])] {
        voters.compactMap { candidate in
            let from = voters.filter { $0.vote?.leader == candidate.lane }
            return from.isEmpty ? nil : (candidate.lane, from)
        }
    }
}
