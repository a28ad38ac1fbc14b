/// The words that a command begins with. The language page lists each with its usage.
public enum Verb: String, CaseIterable, Hashable, Sendable {
    case ensemble, weights, groups, log, set
    case start, run, step
    case connect
    case crash
    case powerFail = "power-fail"
    case restart, wipe, freeze, thaw, slow
    case hold, release, delay, drop, duplicate
    case partition
    case oneWay = "one-way"
    case cut, disconnect, heal
    case `break`, keep
    case expect, world

    /// Other words of the trade that are taken for it.
    public static let synonyms: [(word: String, verb: Verb)] = [
        ("kill", .crash), ("stop", .crash), ("boot", .start), ("isolate", .cut),
        ("pause", .freeze), ("resume", .thaw), ("unplug", .powerFail), ("assert", .expect),
    ]

    init?(word: String) {
        let word = word.lowercased()
        if let verb = Verb(rawValue: word) {
            self = verb
        } else if let verb = Self.synonyms.first(where: { $0.word == word })?.verb {
            self = verb
        } else {
            return nil
        }
    }

    /// Every word that begins a command, clients aside.
    public static var words: [String] { allCases.map(\.rawValue) + synonyms.map(\.word) }

    public var usage: [String] {
        switch self {
        case .ensemble: ["ensemble N [observers M]"]
        case .weights: ["weights s1=2 s2=1 …"]
        case .groups: ["groups s1 s2 s3 | s4 s5 s6 | …"]
        case .log: ["log SERVER ZXID … [epoch E]"]
        case .set: ["set SETTING VALUE"]
        case .start: ["start SERVER …"]
        case .run: ["run until PREDICATE [within TIME]", "run for TIME", "run"]
        case .step: ["step [N]"]
        case .connect: ["connect CLIENT [to SERVER …]"]
        case .crash: ["crash SERVER … [after PREDICATE]"]
        case .powerFail: ["power-fail SERVER … [after PREDICATE]"]
        case .restart: ["restart SERVER …"]
        case .wipe: ["wipe SERVER …"]
        case .freeze: ["freeze SERVER [for TIME]"]
        case .thaw: ["thaw SERVER"]
        case .slow: ["slow disk SERVER TIME"]
        case .hold: ["hold MESSAGES"]
        case .release: ["release [MESSAGES]"]
        case .delay: ["delay MESSAGES by TIME"]
        case .drop: ["drop next MESSAGES"]
        case .duplicate: ["duplicate next MESSAGES"]
        case .partition: ["partition SERVER … | SERVER …"]
        case .oneWay: ["one-way from SERVER to SERVER"]
        case .cut: ["cut SERVER [from SERVER …]", "cut CLIENT [from SERVER …]"]
        case .disconnect: ["disconnect SERVER from SERVER"]
        case .heal: ["heal [all]"]
        case .break: ["break RULE"]
        case .keep: ["keep RULE"]
        case .expect: ["expect PREDICATE"]
        case .world: ["world NAME { COMMANDS }"]
        }
    }
}
