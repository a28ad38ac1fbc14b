import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The terminal, or the pipe, that the shell speaks to. What comes unasked while a line is typed appears
/// above it.
final class ShellTerminal: ShellOutput {
    static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    private let state = Mutex(State())

    private struct State {
        /// The row on which a line is being typed; nil while none is.
        var row: Row?
        /// As it was told last; nil before that.
        var isConnected: Bool?
    }

    private struct Row {
        var prompt: ShellPrompt
        let editor: LineEditor

        var text: String { editor.rendered(prompt: prompt.text, width: ShellTerminal.width) }
    }

    func print(_ text: String) {
        let text = isatty(STDOUT_FILENO) == 1 ? ShellFormat.harmless(text) : text
        state.withLock { state in
            guard let row = state.row else { return Console.print(text) }
            Self.write(Self.above(row, text))
        }
    }

    func complain(_ text: String) {
        let text = isatty(STDERR_FILENO) == 1 ? ShellFormat.harmless(text) : text
        state.withLock { state in
            guard let row = state.row else { return Console.complain(text) }
            Self.write(Self.above(row, text))
        }
    }

    private static func above(_ row: Row, _ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return "\r\u{1b}[K" + lines.joined(separator: "\r\n") + "\r\n" + row.text
    }

    /// Shows the line behind its prompt, which says what is known of the connection by now.
    func show(_ editor: LineEditor, _ prompt: ShellPrompt) {
        state.withLock { state in
            var prompt = prompt
            if prompt.isConnected != nil {
                prompt.isConnected = state.isConnected ?? prompt.isConnected
            }
            let row = Row(prompt: prompt, editor: editor)
            state.row = row
            Self.write(row.text)
        }
    }

    func show(isConnected: Bool) {
        state.withLock { state in
            state.isConnected = isConnected
            guard state.row?.prompt.isConnected != nil else { return }
            state.row?.prompt.isConnected = isConnected
            if let row = state.row { Self.write(row.text) }
        }
    }

    /// Clears the screen, for the row to be shown anew.
    func clear() { Self.write("\u{1b}[H\u{1b}[2J") }

    /// The line is complete, or given up.
    func leaveRow() {
        state.withLock { state in
            state.row = nil
            Self.write("\r\n")
        }
    }

    static var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    private static func write(_ text: String) { Console.write(text, to: STDOUT_FILENO) }
}

/// The terminal without its own line editing, until it gets that back.
struct ShellRawMode {
    private let saved: termios

    /// Nil when the input is no terminal.
    init?() {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        saved = settings
        cfmakeraw(&settings)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
    }

    func leave() {
        var settings = saved
        tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
    }
}

/// Standard input as it arrives: nil at its end.
///
/// Reading blocks, and is done where nobody else waits: the shell's main task has nothing to do before
/// the next key.
func readStandardInput() -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 4_096)
    while true {
        let count = bytes.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        return count > 0 ? Array(bytes[..<count]) : nil
    }
}
