import Foundation

/// The end of a command that did not do what was asked: what to say, and the exit code.
struct Failure: Error {
    let message: String
    let code: Int32

    /// A promise is broken, or an expectation failed.
    static func broken(_ message: String) -> Failure { Failure(message: message, code: 1) }
    /// Wrong usage, or input that cannot be read.
    static func unusable(_ message: String) -> Failure { Failure(message: message, code: 2) }

    func exit() -> Never {
        if !message.isEmpty { Console.complain("zabscope: " + message) }
        Foundation.exit(code)
    }
}

/// Where the command speaks.
enum Console {
    static func print(_ text: String) { Swift.print(text) }

    static func complain(_ text: String) { write(text + "\n") }

    /// Progress on standard error, on one line that is overwritten; silent where nobody watches.
    static func progress(_ text: String) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        write("\r\u{1b}[K" + text)
    }

    static func endProgress() { progress("") }

    private static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
