#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What can be shown on a whole screen and steered by keys.
public protocol Interactive {
    var isOver: Bool { get }
    mutating func handle(_ key: Key)
    mutating func resize(width: Int, height: Int)
    func frame(width: Int, height: Int, look: Look) -> Frame
}

extension Stepper: Interactive {}

/// Reads keys and paints frames until it is over; whatever ends it, the terminal is as it was before.
public struct FullScreen {
    private let input: Int32
    private let output: Int32
    private let look: Look

    /// On standard input and output.
    public init(look: Look) { self.init(look: look, input: STDIN_FILENO, output: STDOUT_FILENO) }

    init(look: Look, input: Int32, output: Int32) {
        self.look = look
        self.input = input
        self.output = output
    }

    /// Whether there is a terminal to read from and to paint on.
    public static var isAvailable: Bool {
        isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
    }

    /// Shows it until it is over, the input ends or a signal asks to end. Returns it as it was left.
    public func show<Shown: Interactive>(_ shown: Shown) -> Shown {
        var shown = shown
        guard var mode = RawMode(input: input, output: output) else { return shown }
        mode.enter()
        let signals = Signals()
        defer {
            mode.leave()
            signals.stop()
        }
        var painter = Painter(color: look.color)
        var decoder = KeyDecoder()
        var isOpen = true
        while isOpen && !shown.isOver {
            let size = Self.size(of: output)
            shown.resize(width: size.width, height: size.height)
            let frame = shown.frame(width: size.width, height: size.height, look: look)
            guard Bytes.write(painter.paint(frame), to: output) else { break }
            switch wait(signals, patient: !decoder.awaitsMore) {
            case .silence: for key in decoder.flush() { shown.handle(key) }
            case .closed: isOpen = false
            case .bytes(let bytes):
                for key in decoder.keys(from: bytes) where !shown.isOver {
                    switch key {
                    case .suspend: suspend(&mode, &painter)
                    case .refresh: painter.forget()
                    default: shown.handle(key)
                    }
                }
            case .signal(SIGWINCH): painter.forget()
            case .signal(SIGTSTP): suspend(&mode, &painter)
            case .signal(SIGCONT):
                mode.enter()
                painter.forget()
            case .signal: isOpen = false
            }
        }
        return shown
    }

    /// Gives the terminal back to the shell, and takes it again when the shell lets us go on.
    private func suspend(_ mode: inout RawMode, _ painter: inout Painter) {
        mode.leave()
        // Not SIGTSTP: that one is caught, and lands here.
        raise(SIGSTOP)
        mode.enter()
        painter.forget()
    }

    private enum Event {
        case bytes([UInt8])
        case signal(Int32)
        /// Nothing came for a moment: a lone escape is a key of its own.
        case silence
        case closed
    }

    private func wait(_ signals: Signals, patient: Bool) -> Event {
        while true {
            var watched = [
                pollfd(fd: input, events: Int16(POLLIN), revents: 0),
                pollfd(fd: signals.arrivals, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&watched, 2, patient ? -1 : 40)
            if ready == 0 { return .silence }
            if ready < 0 {
                if errno == EINTR { continue }
                return .closed
            }
            if watched[1].revents != 0, let signal = signals.next() { return .signal(signal) }
            guard watched[0].revents != 0 else { continue }
            var buffer = [UInt8](repeating: 0, count: 1_024)
            let count = read(input, &buffer, buffer.count)
            if count > 0 { return .bytes(Array(buffer.prefix(count))) }
            if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
            return .closed
        }
    }

    /// Columns and rows; 80×24 where the terminal does not tell.
    static func size(of output: Int32) -> (width: Int, height: Int) {
        var size = winsize()
        guard ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }
}
