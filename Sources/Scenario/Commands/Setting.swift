public import Zab

/// What `set` can change. Times and limits take effect for servers that start afterwards.
public enum Setting: String, CaseIterable, Hashable, Sendable {
    case tick
    case initLimit = "init-limit"
    case syncLimit = "sync-limit"
    case window
    case snapCount = "snap-count"
    case lastCounter = "last-counter"
    case sessionTimeout = "session-timeout"
    case latency
    case flushTime = "flush-time"
    case seed

    public enum Value: Hashable, Sendable {
        case time(Time)
        case count(UInt64)
    }

    public var takesTime: Bool {
        switch self {
        case .tick, .sessionTimeout, .latency, .flushTime: true
        default: false
        }
    }

    public var explanation: String {
        switch self {
        case .tick: "the unit of the limits, `tickTime`; 2s unless set"
        case .initLimit: "ticks that a learner has to connect and synchronize"
        case .syncLimit: "ticks that leader and learner may be silent to each other"
        case .window: "how many committed transactions a leader keeps for DIFF"
        case .snapCount:
            "transactions between two snapshots on disk; at least as many as the last one has nodes"
        case .lastCounter: "the last counter of an epoch; reaching it forces a new one"
        case .sessionTimeout: "how long a client may be silent before its session expires"
        case .latency: "how long a message travels"
        case .flushTime: "how long a flush takes"
        case .seed: "the number that all chance in the run comes from"
        }
    }
}
