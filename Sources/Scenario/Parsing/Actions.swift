import Trace
import Zab

extension ScenarioParser {
    /// The rest of a command, behind its verb.
    mutating func action(_ verb: Verb) throws(ScenarioError) -> Action {
        switch verb {
        case .ensemble, .weights, .groups, .log, .set: try setUp(verb)
        case .run: try run()
        case .step: .step(cursor.atEndOfCommand ? 1 : try cursor.number("a count", 1...1_000_000))
        case .connect:
            .connect(
                try cursor.expectClient(), to: cursor.take(word: "to") ? try cursor.servers() : [])
        case .start, .crash, .powerFail, .restart, .wipe, .freeze, .thaw, .slow:
            try serverFault(verb)
        case .hold, .release, .delay, .drop, .duplicate: try messageFault(verb)
        case .partition, .oneWay, .cut, .disconnect, .heal: try networkFault(verb)
        case .break: .breakRule(try rule())
        case .keep: .keepRule(try rule())
        case .expect: .expect(try predicate())
        case .world: try world()
        }
    }

    private mutating func rule() throws(ScenarioError) -> Rule {
        try cursor.oneOf("a rule", Rule.allCases, \.rawValue)
    }

    private mutating func setUp(_ verb: Verb) throws(ScenarioError) -> Action {
        switch verb {
        case .ensemble:
            let voters = try cursor.number("the number of voters", 1...25)
            guard cursor.take(word: "observers") else {
                return .ensemble(voters: voters, observers: 0)
            }
            return .ensemble(
                voters: voters, observers: try cursor.number("the number of observers", 0...25))
        case .weights:
            var weights: [Weight] = []
            repeat {
                let server = try serverID()
                try cursor.expect(symbol: "=")
                weights.append(
                    Weight(server: server, weight: try cursor.number("a weight", 0...1_000)))
            } while !cursor.atEndOfCommand
            return .weights(weights)
        case .groups:
            var groups: [[ServerID]] = []
            repeat {
                var group = [try serverID()]
                while cursor.word != nil { group.append(try serverID()) }
                groups.append(group)
            } while cursor.take(symbol: "|")
            return .groups(groups)
        case .log: return try log()
        default: return try set()
        }
    }

    private mutating func serverID() throws(ScenarioError) -> ServerID {
        try cursor.value("a server (like s1)") { ServerID($0) }
    }

    /// `log s1 1:1 1:2 2:1...2:9 epoch 2`
    private mutating func log() throws(ScenarioError) -> Action {
        let server = try cursor.server()
        var zxids: [Zxid] = []
        while !cursor.atEndOfCommand, cursor.word?.lowercased() != "epoch" {
            let token = cursor.current
            let more = try cursor.value("a zxid (like 1:7) or a range (like 1:1...1:7)", range)
            guard let first = more.first, first > zxids.last ?? .zero else {
                throw cursor.error("the zxids of a log go up", at: token)
            }
            zxids += more
        }
        let epoch =
            cursor.take(word: "epoch") ? try cursor.number("an epoch", 0...1_000_000) : nil
        return .log(server, zxids, epoch: epoch.map { Epoch($0) })
    }

    private func range(_ text: String) -> [Zxid]? {
        if let zxid = Zxid(text) { return [zxid] }
        guard let dots = text.firstRange(of: "..."), let first = Zxid(text[..<dots.lowerBound]),
            let last = Zxid(text[dots.upperBound...]), first.epoch == last.epoch, first <= last,
            last.counter - first.counter < 100_000
        else { return nil }
        return (first.counter...last.counter).map { Zxid(epoch: first.epoch, counter: $0) }
    }

    private mutating func set() throws(ScenarioError) -> Action {
        let setting = try cursor.oneOf("a setting", Setting.allCases, \.rawValue)
        if setting.takesTime { return .set(setting, .time(try cursor.time())) }
        return .set(setting, .count(try cursor.value("a number") { UInt64($0) }))
    }

    private mutating func run() throws(ScenarioError) -> Action {
        if cursor.atEndOfCommand { return .runUntilQuiet }
        if cursor.take(word: "for") { return .runFor(try cursor.time()) }
        try cursor.expect(word: "until")
        if cursor.word == "quiet" {
            cursor.advance()
            return .runUntilQuiet
        }
        let goal = try predicate()
        return .runUntil(goal, within: cursor.take(word: "within") ? try cursor.time() : nil)
    }

    private mutating func serverFault(_ verb: Verb) throws(ScenarioError) -> Action {
        switch verb {
        case .start: return .start(try cursor.servers())
        case .restart: return .restart(try cursor.servers())
        case .wipe: return .wipe(try cursor.servers())
        case .crash: return .crash(try cursor.servers(), after: try trigger())
        case .powerFail: return .powerFail(try cursor.servers(), after: try trigger())
        case .freeze:
            let server = try cursor.server()
            return .freeze(server, cursor.take(word: "for") ? try cursor.time() : nil)
        case .thaw: return .thaw(try cursor.server())
        default:
            try cursor.expect(word: "disk")
            return .slowDisk(try cursor.server(), try cursor.time())
        }
    }

    /// `after 34b`, `after 3 effects` or `after s2 appends 1:1`
    private mutating func trigger() throws(ScenarioError) -> Trigger? {
        guard cursor.take(word: "after") else { return nil }
        if let word = cursor.word, let letter = word.last, let step = Int(word.dropLast()),
            let value = letter.asciiValue, (97...122).contains(value)
        {
            cursor.advance()
            return .effect(step: step, index: Int(value - 97))
        }
        if let word = cursor.word, let count = Int(word), count > 0 {
            cursor.advance()
            if !cursor.take(word: "effects") { try cursor.expect(word: "effect") }
            return .effects(count)
        }
        return .predicate(try predicate())
    }

    private mutating func messageFault(_ verb: Verb) throws(ScenarioError) -> Action {
        switch verb {
        case .hold: return .hold(try cursor.messages())
        case .release: return .release(cursor.atEndOfCommand ? nil : try cursor.messages())
        case .delay:
            let messages = try cursor.messages()
            try cursor.expect(word: "by")
            return .delay(messages, by: try cursor.time())
        default:
            try cursor.expect(word: "next")
            let messages = try cursor.messages()
            return verb == .drop ? .dropNext(messages) : .duplicateNext(messages)
        }
    }

    private mutating func networkFault(_ verb: Verb) throws(ScenarioError) -> Action {
        switch verb {
        case .heal: return cursor.take(word: "all") ? .healAll : .heal
        case .disconnect:
            let one = try cursor.server()
            try cursor.expect(word: "from")
            return .disconnect(one, from: try cursor.server())
        case .oneWay:
            try cursor.expect(word: "from")
            let from = try cursor.server()
            try cursor.expect(word: "to")
            return .oneWay(from: from, to: try cursor.server())
        case .cut:
            if let client = cursor.client {
                cursor.advance()
                return .cutClient(client, from: try cutFrom())
            }
            return .cutServer(try cursor.server(), from: try cutFrom())
        default:
            var sides = [try cursor.servers()]
            while cursor.take(symbol: "|") { sides.append(try cursor.servers()) }
            if sides.count < 2 {
                throw cursor.error("a partition has two sides or more, with | between them")
            }
            return .partition(sides)
        }
    }

    private mutating func cutFrom() throws(ScenarioError) -> [ServerSelector] {
        cursor.take(word: "from") ? try cursor.servers() : []
    }

    /// A predicate in the middle of a command.
    mutating func predicate() throws(ScenarioError) -> Predicate {
        var parser = PredicateParser(cursor: cursor)
        let predicate = try parser.disjunction()
        cursor = parser.cursor
        return predicate
    }
}
