/// Whether to colour, in the order of who is asked: the option, `NO_COLOR`, `CLICOLOR_FORCE` or
/// `FORCE_COLOR`, `TERM=dumb`, and last whether anybody watches.
public enum ColorPolicy: String, CaseIterable, Hashable, Sendable {
    case always, never, auto

    public func wantsColor(environment: [String: String], isTerminal: Bool) -> Bool {
        func isSet(_ name: String) -> Bool {
            guard let value = environment[name] else { return false }
            return !value.isEmpty
        }
        func isForced(_ name: String) -> Bool { isSet(name) && environment[name] != "0" }
        switch self {
        case .always: return true
        case .never: return false
        case .auto:
            if isSet("NO_COLOR") { return false }
            if isForced("CLICOLOR_FORCE") || isForced("FORCE_COLOR") { return true }
            if environment["TERM"] == "dumb" { return false }
            return isTerminal
        }
    }
}
