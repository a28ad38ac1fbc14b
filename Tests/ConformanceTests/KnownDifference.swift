/// Where this project does on purpose what newer releases of ZooKeeper do, or what its specification
/// says, and Debian's 3.8.0 does not. Both sides' exact behaviour is part of the table.
struct KnownDifference: Sendable {
    let script: String
    /// The step and all that it brings, with Apache ZooKeeper 3.8.0 as Debian ships it.
    let apache: String
    let ours: String
    let source: String

    static let all: [KnownDifference] = []
}

/// What two sides made of one script.
struct Comparison {
    /// Steps that brought something else, and should not have.
    var findings: [String] = []

    init(of script: Script, ours: [String], apache: [String], on side: String) {
        var known = KnownDifference.all.filter { $0.script == script.name }
        for (mine, theirs) in zip(ours, apache) where mine != theirs {
            if let index = known.firstIndex(where: { $0.ours == mine && $0.apache == theirs }) {
                known.remove(at: index)
            } else {
                findings.append("\(side): \(mine)\nApache ZooKeeper: \(theirs)")
            }
        }
        findings += known.map { "no longer different on \(side): \($0.apache)" }
    }
}
