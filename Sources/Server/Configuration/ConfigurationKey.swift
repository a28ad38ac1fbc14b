/// A key of `zoo.cfg` that has an effect: how it is read, and how it is shown again.
struct ConfigurationKey {
    let name: String
    /// What it takes, to end a sentence that begins with "it takes".
    let takes: String
    /// Whether its value must never be shown.
    var isSecret = false
    /// Puts the value in its place; false if it is none that the key takes.
    let read: (String, inout Configuration) -> Bool
    /// The value in effect; nil if there is none.
    var shown: (Configuration) -> String?

    typealias Place<Value> = WritableKeyPath<Configuration, Value>

    /// A whole number within bounds.
    static func number<Number: FixedWidthInteger>(
        _ name: String, _ bounds: ClosedRange<Number>, _ place: Place<Number>
    ) -> Self {
        Self(
            name: name, takes: Self.wholeNumber(bounds),
            read: { text, configuration in
                guard let value = Number(text), bounds.contains(value) else { return false }
                configuration[keyPath: place] = value
                return true
            }, shown: { "\($0[keyPath: place])" })
    }

    /// A port, with 0 for none, as ZooKeeper has it.
    static func port(_ name: String, _ place: Place<Int?>) -> Self {
        Self(
            name: name, takes: "a port from 1 to 65535, or 0 for none",
            read: { text, configuration in
                guard let value = Int(text), 0...65_535 ~= value else { return false }
                configuration[keyPath: place] = value == 0 ? nil : value
                return true
            }, shown: { $0[keyPath: place].map { "\($0)" } })
    }

    /// One of two words, in any case.
    static func flag(
        _ name: String, _ place: Place<Bool>, yes: String = "true", no: String = "false"
    ) -> Self {
        Self(
            name: name, takes: "\(yes) or \(no)",
            read: { text, configuration in
                guard [yes, no].contains(text.lowercased()) else { return false }
                configuration[keyPath: place] = text.lowercased() == yes
                return true
            }, shown: { $0[keyPath: place] ? yes : no })
    }

    /// Any text but none at all.
    static func text(_ name: String, _ place: Place<String>) -> Self {
        Self(
            name: name, takes: "a text that is not empty",
            read: { text, configuration in
                configuration[keyPath: place] = text
                return !text.isEmpty
            }, shown: { $0[keyPath: place].isEmpty ? nil : $0[keyPath: place] })
    }

    static func text(_ name: String, _ place: Place<String?>, isSecret: Bool = false) -> Self {
        Self(
            name: name, takes: "a text that is not empty", isSecret: isSecret,
            read: { text, configuration in
                configuration[keyPath: place] = text
                return !text.isEmpty
            }, shown: { $0[keyPath: place] })
    }

    /// One word of a few; `otherwise` names further spellings.
    static func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ place: Place<Choice>, otherwise: [String: Choice] = [:]
    ) -> Self where Choice.RawValue == String {
        Self(
            name: name, takes: words(Choice.allCases.map(\.rawValue)),
            read: { text, configuration in
                let named = Choice.allCases.first { $0.rawValue.lowercased() == text.lowercased() }
                guard let value = named ?? otherwise[text.uppercased()] else { return false }
                configuration[keyPath: place] = value
                return true
            }, shown: { $0[keyPath: place].rawValue })
    }

    private static func wholeNumber<Number: FixedWidthInteger>(
        _ bounds: ClosedRange<Number>
    ) -> String {
        if bounds == Number.min...Number.max { return "a whole number" }
        return bounds.upperBound == .max
            ? "a whole number of at least \(bounds.lowerBound)"
            : "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
    }

    static func words(_ words: [String]) -> String {
        words.count < 2
            ? words.joined()
            : words.dropLast().joined(separator: ", ") + " or " + words[words.count - 1]
    }
}
