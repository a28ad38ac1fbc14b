/// One promise that a trace does not keep: which, at which step, and how.
public struct Violation: Hashable, Sendable {
    public let property: Property
    /// The step at which it broke: `Step.n`.
    public let step: Int
    /// One sentence for people, naming servers, zxids and clients.
    public let reason: String

    public init(property: Property, step: Int, reason: String) {
        self.property = property
        self.step = step
        self.reason = reason
    }
}

extension Violation: CustomStringConvertible {
    /// `S15 AckImpliesDurable broke at step 41: s2 acknowledged …`
    public var description: String { "\(property.name) broke at step \(step): \(reason)" }
}

/// What the checks have found so far.
///
/// A broken promise tends to break again with every later step, so only the first few of each are
/// kept.
struct Findings: Sendable {
    private(set) var violations: [Violation] = []
    private var counts = [Int](repeating: 0, count: Property.allCases.count)

    static let most = 4

    /// Whether nothing is kept about this property any more, so that it need not be looked at.
    func isFull(_ property: Property) -> Bool { counts[property.place] >= Self.most }

    func has(_ property: Property) -> Bool { counts[property.place] > 0 }

    mutating func report(_ property: Property, _ step: Int, _ reason: @autoclosure () -> String) {
        guard counts[property.place] < Self.most else { return }
        counts[property.place] += 1
        violations.append(Violation(property: property, step: step, reason: reason()))
    }
}
