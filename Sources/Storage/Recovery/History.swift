import Jute
import Zab
import Znodes

/// The log as it is being read: what is alive of it, behind a snapshot.
struct History {
    let snapshot: Zxid
    private(set) var service: Service
    /// Alive and not applied, oldest first, from `head` on.
    private var tail: [Proposal] = []
    private var head = 0
    /// How many entries stay unapplied; nil to apply none.
    private let window: Int?
    private(set) var entries = 0
    /// How many of them are in `service`.
    private(set) var applied = 0

    init(after service: Service, applyingAllBut window: Int?) {
        self.service = service
        self.window = window
        snapshot = service.zxid
    }

    var end: Zxid { tail.count > head ? tail[tail.count - 1].zxid : service.zxid }

    enum Outcome: Hashable {
        case taken
        /// What is cut off has been applied already: start again, and apply nothing.
        case tooLate
        /// Out of order, or no transaction: the reason.
        case unfit(String)
    }

    mutating func take(_ record: LogRecord) -> Outcome {
        switch record {
        case .proposal(let proposal):
            if proposal.zxid <= snapshot { return .taken }
            guard proposal.zxid > end else {
                return .unfit("\(proposal.zxid.hexadecimal) stands behind \(end.hexadecimal)")
            }
            tail.append(proposal)
            entries += 1
            return applyAhead()
        case .truncate(let zxid):
            if zxid < service.zxid, service.zxid > snapshot { return .tooLate }
            while tail.count > head, tail[tail.count - 1].zxid > zxid {
                tail.removeLast()
                entries -= 1
            }
            return .taken
        }
    }

    private mutating func applyAhead() -> Outcome {
        guard let window, tail.count - head > window else { return .taken }
        let proposal = tail[head]
        head += 1
        if head >= 4_096 {
            tail.removeFirst(head)
            head = 0
        }
        do throws(JuteError) {
            _ = service.apply(try Transaction(decoding: proposal.payload.bytes))
            applied += 1
            return .taken
        } catch {
            return .unfit("\(proposal.zxid.hexadecimal) is no transaction: \(error)")
        }
    }

    var log: Log {
        var log = Log(base: service.zxid)
        for proposal in tail[head...] { log.append(proposal) }
        return log
    }
}
