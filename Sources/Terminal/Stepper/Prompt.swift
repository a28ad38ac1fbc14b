/// The line at the bottom where a command or a search is typed.
struct Prompt: Sendable {
    /// `:` or `/`.
    var kind: Character
    var text = ""
    /// How far back in the commands typed before.
    var past = 0
}

extension Stepper {
    mutating func handleInPrompt(_ key: Key) {
        guard var open = prompt else { return }
        switch key {
        case .character(let character): open.text.append(character)
        case .backspace, .delete:
            guard !open.text.isEmpty else {
                prompt = nil
                return
            }
            open.text.removeLast()
        case .clear: open.text = ""
        case .up, .down:
            let typed = pastCommands.filter { $0.first == open.kind }
            open.past = max(0, min(typed.count, open.past + (key == .up ? 1 : -1)))
            open.text = open.past == 0 ? "" : String(typed[typed.count - open.past].dropFirst())
        case .enter:
            prompt = nil
            submit(open)
            return
        case .escape:
            prompt = nil
            return
        default: break
        }
        prompt = open
    }

    private mutating func submit(_ prompt: Prompt) {
        let text = prompt.text.trimmed
        guard !text.isEmpty else { return }
        let entry = String(prompt.kind) + text
        if pastCommands.last != entry { pastCommands.append(entry) }
        if prompt.kind == "/" { search(text) } else { obey(text) }
    }
}

extension String {
    var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
