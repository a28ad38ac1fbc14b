import Logging
import Server

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The log on standard error: an event a line, as time in UTC, level, message and what belongs to it.
/// Only a terminal sees colours.
struct StandardErrorLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level

    /// One for all that log, so that what is left out is counted together.
    private static let lines = LogLines(to: STDERR_FILENO)

    private let isColored =
        isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR") == nil
        && getenv("TERM").map { String(cString: $0) } != "dumb"

    init(level: Logger.Level) { logLevel = level }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var text = CalendarTime.now.timestamp + " " + Self.label(of: event.level)
        if isColored { text = "\u{1b}[\(Self.color(of: event.level))m\(text)\u{1b}[0m" }
        text += " " + Self.oneLine(event.message.description)
        let values = metadata.merging(event.metadata ?? [:]) { $1 }
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            text += " \(key)=\(Self.oneLine("\(value)"))"
        }
        if let error = event.error { text += " error=\(Self.oneLine("\(error)"))" }
        Self.lines.write(text)
    }

    private static func label(of level: Logger.Level) -> String {
        let name = level.rawValue.uppercased()
        return name + String(repeating: " ", count: max(0, 7 - name.count))
    }

    private static func color(of level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 2
        case .info, .notice: 32
        case .warning: 33
        case .error, .critical: 31
        }
    }

    /// What comes from a client must not look like a line of its own, nor command the terminal.
    private static func oneLine(_ text: String) -> String {
        let isPlain: (Unicode.Scalar) -> Bool = {
            $0.value >= 0x20 && $0.value != 0x7F && !(0x80..<0xA0 ~= $0.value)
                && $0.value != 0x2028 && $0.value != 0x2029
        }
        guard !text.unicodeScalars.allSatisfy(isPlain) else { return text }
        return text.unicodeScalars.map { isPlain($0) ? String($0) : $0.escaped(asASCII: true) }
            .joined()
    }
}
