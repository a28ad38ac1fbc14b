/// Asks for lines at a terminal and has them carried out.
struct InteractiveShell {
    let runner: ShellRunner
    let terminal: ShellTerminal

    /// Always true: whoever sits there has seen what went wrong.
    func run() async -> Bool {
        var pending: ArraySlice<UInt8> = []
        while let line = await readLine(&pending) {
            if await runner.run(line) == .quit { return true }
        }
        return true
    }

    /// The next line. What was typed or pasted behind it stays in `pending`, for those that follow.
    private func readLine(_ pending: inout ArraySlice<UInt8>) async -> String? {
        guard let raw = ShellRawMode() else { return nil }
        defer { raw.leave() }
        let prompt = await runner.prompt()
        var editor = LineEditor(history: await runner.history)
        while true {
            let outcome = editor.take(from: &pending)
            terminal.show(editor, prompt)
            switch outcome {
            case .edited:
                guard let bytes = readStandardInput() else {
                    terminal.leaveRow()
                    return nil
                }
                pending += bytes
            case .redraw: terminal.clear()
            case .complete: await complete(&editor)
            case .line(let line):
                terminal.leaveRow()
                return line
            case .interrupted:
                terminal.leaveRow()
                return ""
            case .ended:
                terminal.leaveRow()
                return nil
            }
        }
    }

    private func complete(_ editor: inout LineEditor) async {
        let context = editor.completionContext
        let candidates: [String]
        switch ShellCompletion.wanted(word: context.word, before: context.before) {
        case .words(let words): candidates = words
        case .children(let parent, let prefix, let name):
            let names = await runner.children(of: parent)
            candidates = ShellCompletion.candidates(names, prefix: prefix, name: name)
        }
        if !editor.complete(with: candidates), candidates.count > 1 {
            terminal.print(candidates.joined(separator: "   "))
        }
    }
}
