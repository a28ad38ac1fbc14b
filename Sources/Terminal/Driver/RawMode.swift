#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The terminal without line editing and echo, on its second screen; and the way back.
struct RawMode {
    private let input: Int32
    private let output: Int32
    private let saved: termios
    private var isRaw = false

    private static let enterScreen = "\u{1b}[?1049h\u{1b}[?25l"
    /// Colours off, cursor on, first screen.
    private static let leaveScreen = "\u{1b}[0m\u{1b}[?25h\u{1b}[?1049l"

    /// Nil when the input is no terminal.
    init?(input: Int32, output: Int32) {
        var settings = termios()
        guard tcgetattr(input, &settings) == 0 else { return nil }
        self.input = input
        self.output = output
        saved = settings
    }

    mutating func enter() {
        guard !isRaw else { return }
        isRaw = true
        var raw = saved
        cfmakeraw(&raw)
        tcsetattr(input, TCSANOW, &raw)
        Rescue.arm(input: input, output: output, saved, Self.leaveScreen)
        Bytes.write(Self.enterScreen, to: output)
    }

    mutating func leave() {
        guard isRaw else { return }
        isRaw = false
        Rescue.disarm()
        Bytes.write(Self.leaveScreen, to: output)
        var settings = saved
        // Not TCSADRAIN: a terminal that reads no more must not keep us.
        tcsetattr(input, TCSANOW, &settings)
    }
}

/// Restores the terminal when the process crashes. A signal handler may touch hardly anything, so what it
/// needs lies ready in globals.
private enum Rescue {
    nonisolated(unsafe) static var input: Int32 = -1
    nonisolated(unsafe) static var output: Int32 = -1
    nonisolated(unsafe) static var settings = termios()
    nonisolated(unsafe) static var farewell: UnsafeMutableBufferPointer<UInt8>?
    private static let crashes = [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE]

    static func arm(input: Int32, output: Int32, _ saved: termios, _ text: String) {
        if farewell == nil {
            let bytes = Array(text.utf8)
            let place = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
            _ = place.initialize(from: bytes)
            farewell = place
        }
        self.output = output
        settings = saved
        self.input = input
        for crash in crashes {
            signal(crash) { number in
                if Rescue.input >= 0 {
                    tcsetattr(Rescue.input, TCSANOW, &Rescue.settings)
                    if let text = Rescue.farewell {
                        _ = write(Rescue.output, text.baseAddress, text.count)
                    }
                }
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    static func disarm() {
        input = -1
        for crash in crashes { signal(crash, SIG_DFL) }
    }
}
