extension Step {
    /// The step as one English sentence, for `--linear` and for the text beside a picture. `role` is the
    /// server's role before the step.
    public func sentence(role: Role? = nil) -> String {
        var subject = at.kind == .network ? "" : at.name
        if let role, role != .down, at.kind == .server { subject += ", \(role.rawValue)," }
        var parts = [subject.isEmpty ? input.text : "\(subject) \(input.predicate)"]
        parts += Self.spoken(effects.filter { !$0.isRoutine })
        return "Step \(n). " + parts.joined(separator: "; ") + "."
    }

    private static func spoken(_ effects: [StepEffect]) -> [String] {
        var parts: [(text: String, receivers: [String])] = []
        for effect in effects {
            guard case .send(let message) = effect else {
                parts.append((effect.text.thirdPerson, []))
                continue
            }
            let text = "sends \(message.summary)"
            if parts.last?.text == text {
                parts[parts.count - 1].receivers.append(message.to.name)
            } else {
                parts.append((text, [message.to.name]))
            }
        }
        return folded(
            parts.map { part in
                part.receivers.isEmpty
                    ? part.text : "\(part.text) to \(Wording.and(part.receivers))"
            })
    }

    /// More of one verb than anyone reads, as when many transactions shared a flush, are told by the first and the last.
    private static func folded(_ parts: [String]) -> [String] {
        func verb(_ part: String) -> Substring { part.prefix { $0 != " " } }
        let totals = Dictionary(parts.map { (verb($0), 1) }, uniquingKeysWith: +)
        var seen: [Substring: Int] = [:]
        return parts.flatMap { part -> [String] in
            let total = totals[verb(part)] ?? 0
            let number = seen[verb(part), default: 0] + 1
            seen[verb(part)] = number
            if total <= 8 || number == total { return [part] }
            return number == 1 ? [part, "… \(total - 2) more"] : []
        }
    }
}

extension StepInput {
    /// The input so that it reads on behind the server's name.
    var predicate: String {
        switch self {
        case .connected: "is \(text)"
        case .disconnected: "is \(text)"
        case .timer(let name): "hears its timer \(name)"
        case .durable(let zxid): "has \(zxid) on disk"
        case .durableEpochs(let accepted, let current):
            "has its epochs on disk, promised \(accepted), current \(current)"
        case .durableSnapshot(let zxid): "has its snapshot at \(zxid) on disk"
        case .snapshotSent(let learner): "has sent its snapshot to \(learner)"
        default: text
        }
    }
}

extension String {
    /// `flush` as `flushes`, `count ACK …` as `counts ACK …`; what is no verb stays.
    fileprivate var thirdPerson: String {
        let verb = prefix { $0.isLetter }
        switch verb {
        case "answered", "notified": return "is \(self)"
        case "session", "outcome", "connected", "connecting", "disconnected", "expired", "closed":
            return self
        default:
            let ending = verb.hasSuffix("sh") || verb.hasSuffix("ss") ? "es" : "s"
            return verb + ending + dropFirst(verb.count)
        }
    }
}
