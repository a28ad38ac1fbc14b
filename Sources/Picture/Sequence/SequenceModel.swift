public import Trace

/// What a sequence picture says, before anything has a place in points: lanes, rows, and what goes on
/// between them. The stepper in the terminal and the figure are both made from this.
public struct SequenceModel: Hashable, Sendable {
    /// The columns, from left to right: clients, then servers.
    public var lanes: [Lane]
    public var rows: [Row]
    public var arrows: [Arrow]
    public var marks: [Mark]
    /// Who plays which role, from row to row.
    public var spans: [Span]
    public var bands: [Band]
    /// Commands that change the world; each has a row to itself.
    public var commands: [Command]
    public var cuts: [Cut]
    /// Name, role and epoch of each lane when the window begins.
    public var heads: [Head]
    /// The steps that are shown, of how many.
    public var window: ClosedRange<Int>
    public var total: Int
    /// Pings that were left out.
    public var folded: Int

    public var hasEarlier: Bool { window.lowerBound > 1 }
    public var hasLater: Bool { window.upperBound < total }

    /// One line of the picture; in causal scale, steps that know nothing of each other share one.
    public struct Row: Hashable, Sendable {
        public var steps: [Int]
        /// When the first of them happened, in nanoseconds.
        public var time: Int64

        /// `12`, `12 14`, `12–15`.
        public var numbers: String {
            guard let first = steps.first, let last = steps.last else { return "" }
            if steps.count == 1 { return "\(first)" }
            if steps.count == 2 && last != first + 1 { return "\(first) \(last)" }
            return last - first == steps.count - 1 ? "\(first)–\(last)" : "\(first)…\(last)"
        }
    }

    public struct Arrow: Hashable, Sendable {
        public enum Fate: Hashable, Sendable {
            case delivered
            /// It arrived, and was refused.
            case ignored(String)
            case lost(LossReason)
            /// Still on its way when the window ends.
            case inFlight
        }
        public enum Weight: Hashable, Sendable { case normal, quorum, late }

        public var message: MessageRecord
        /// Kind and the one field that matters; nil when a neighbour speaks for it.
        public var label: String?
        /// Indices into `lanes`.
        public var from: Int
        public var to: Int
        /// Nil when it was sent before the window.
        public var fromRow: Int?
        /// Nil while in flight; of a lost message, the row in which it would have arrived.
        public var toRow: Int?
        public var sent: Int?
        /// The step that received it or tells of its loss.
        public var ended: Int?
        public var fate: Fate
        public var weight: Weight
    }

    public struct Mark: Hashable, Sendable {
        public enum Shape: Hashable, Sendable {
            case written, durable, decision, commit, delivery, timer, crash, restart, note, fold
        }
        public var shape: Shape
        public var lane: Int
        public var row: Int
        public var step: Int
        public var label: String
        public var tooltip: String
    }

    /// A lane's role and phase from one row to another.
    public struct Span: Hashable, Sendable {
        public var lane: Int
        public var role: Role
        public var phase: Phase
        /// Nil: since before the window.
        public var from: Int?
        /// Nil: to the end of the window.
        public var to: Int?
    }

    /// The phase in which the whole cluster is.
    public struct Band: Hashable, Sendable {
        public var phase: Phase
        public var epoch: UInt32?
        public var from: Int?
        public var to: Int?
    }

    public struct Command: Hashable, Sendable {
        public var text: String
        public var row: Int
        public var step: Int
    }

    /// A partition, for as long as it lasts.
    public struct Cut: Hashable, Sendable {
        /// Each cut runs between this lane and the next.
        public var leftLanes: [Int]
        public var text: String
        public var from: Int?
        public var to: Int?
    }

    public struct Head: Hashable, Sendable {
        public var lane: Lane
        public var role: Role?
        public var epoch: UInt32?
        public var votes: Bool
    }
}

/// How a sequence picture is made.
public struct SequenceOptions: Hashable, Sendable {
    public enum Scale: String, Hashable, Sendable, CaseIterable {
        /// A step stands one row below what caused it: the structure of the run.
        case causal
        /// One row a step: the order of the record.
        case order
        /// Distance is time, long silences are broken: the speed of the run.
        case time
    }

    public var scale: Scale
    /// Leave out pings and idle ticks, and say how many.
    public var foldsPings: Bool
    /// Of equal messages to several servers, label only the first.
    public var foldsFanOut: Bool
    /// The lanes to show, in this order; nil for all.
    public var lanes: [Lane]?
    /// Unless `lanes` says otherwise, leave out the clients that do nothing in the window: a server may have had hundreds.
    public var leavesOutIdleClients: Bool

    public init(
        scale: Scale = .causal, foldsPings: Bool = true, foldsFanOut: Bool = false,
        lanes: [Lane]? = nil, leavesOutIdleClients: Bool = false
    ) {
        self.scale = scale
        self.foldsPings = foldsPings
        self.foldsFanOut = foldsFanOut
        self.lanes = lanes
        self.leavesOutIdleClients = leavesOutIdleClients
    }
}
