public import Zab

/// Small pieces of text that every form of a step shares.
public enum Wording {
    /// `120.000ms`: milliseconds with three decimals, so that columns of times compare at a glance.
    public static func time(_ nanoseconds: Int64) -> String {
        let micros = nanoseconds.magnitude / 1_000
        let rest = String(micros % 1_000)
        let sign = nanoseconds < 0 ? "-" : ""
        return "\(sign)\(micros / 1_000).\(String(repeating: "0", count: 3 - rest.count))\(rest)ms"
    }

    /// A duration in the largest unit that needs no fraction: `2s`, `200ms`, `1500us`.
    public static func duration(_ nanoseconds: Int64) -> String {
        for (unit, size) in [("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000)] as [(_, Int64)]
        where nanoseconds % size == 0 { return "\(nanoseconds / size)\(unit)" }
        return "\(nanoseconds)ns"
    }

    /// The line that explains a reason, or the name itself where it is not one of the protocol's.
    public static func reason(_ name: String) -> String {
        Reason(rawValue: name)?.explanation ?? words(name)
    }

    /// `connectionBroken` as `connection broken`.
    public static func words(_ name: String) -> String {
        var text = ""
        for character in name {
            if character.isUppercase && !text.isEmpty { text += " " }
            text += character.lowercased()
        }
        return text
    }

    public static func list(_ lanes: [Lane]) -> String {
        lanes.map(\.name).joined(separator: " ")
    }

    /// `s1`, `s1 and s2`, `s1, s2 and s3`.
    public static func and(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    public static func candidate(_ leader: Lane, _ zxid: Zxid?, _ epoch: Epoch) -> String {
        "\(leader) with epoch \(epoch), log to \(zxid.map { "\($0)" } ?? "?")"
    }

    static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
