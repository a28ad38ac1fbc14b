import Foundation
import Testing

@testable import Terminal

/// The two ends of a terminal of our own.
private struct PseudoTerminal {
    let master: Int32
    let slave: Int32

    init?() {
        #if canImport(Darwin)
            master = posix_openpt(O_RDWR | O_NOCTTY)
            guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0,
                let name = ptsname(master).map({ String(cString: $0) })
            else { return nil }
        #else
            // Glibc's module hides `posix_openpt`; these are the two requests behind it.
            let unlock: UInt = 0x4004_5431
            let number: UInt = 0x8004_5430
            master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
            var zero: Int32 = 0
            var index: UInt32 = 0
            guard master >= 0, ioctl(master, unlock, &zero) == 0,
                ioctl(master, number, &index) == 0
            else { return nil }
            let name = "/dev/pts/\(index)"
        #endif
        slave = open(name, O_RDWR | O_NOCTTY)
        guard slave >= 0 else { return nil }
    }

    var settings: [UInt8] {
        var settings = termios()
        tcgetattr(slave, &settings)
        return withUnsafeBytes(of: settings.c_lflag) { Array($0) }
            + withUnsafeBytes(of: settings.c_iflag) { Array($0) }
            + withUnsafeBytes(of: settings.c_oflag) { Array($0) }
    }

    /// Presses keys before anybody reads.
    func type(_ text: String) { Bytes.write(text, to: master) }

    /// What has been painted so far.
    func painted() -> String {
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(master, &buffer, buffer.count), count > 0 {
            all += buffer.prefix(count)
        }
        return String(decoding: all, as: UTF8.self)
    }

    func close() {
        _ = Foundation.close(slave)
        _ = Foundation.close(master)
    }
}

/// Presses its keys, or raises its signal, when it is first painted.
private struct Typist: Interactive {
    var shown: Stepper
    private let terminal: PseudoTerminal
    private var keys: String
    private var signal: Int32?

    init(
        _ shown: Stepper, on terminal: PseudoTerminal, _ keys: String,
        thenRaise signal: Int32? = nil
    ) {
        self.shown = shown
        self.terminal = terminal
        self.keys = keys
        self.signal = signal
    }

    var isOver: Bool { shown.isOver }
    mutating func handle(_ key: Key) { shown.handle(key) }

    mutating func resize(width: Int, height: Int) {
        shown.resize(width: width, height: height)
        terminal.type(keys)
        // To the process: the threads that run tests hold signals back.
        if let signal { kill(getpid(), signal) }
        keys = ""
        signal = nil
    }

    func frame(width: Int, height: Int, look: Look) -> Frame {
        shown.frame(width: width, height: height, look: look)
    }
}

/// One after the other: signal handlers belong to the whole process.
@Suite(.serialized)
struct DriverTests {
    @Test func `raw mode is entered and left again, and leaving twice does no harm`() throws {
        let terminal = try #require(PseudoTerminal())
        defer { terminal.close() }
        let before = terminal.settings
        var mode = try #require(RawMode(input: terminal.slave, output: terminal.slave))
        mode.enter()
        #expect(terminal.settings != before)
        mode.leave()
        mode.leave()
        #expect(terminal.settings == before)
        let painted = terminal.painted()
        #expect(painted.hasPrefix("\u{1b}[?1049h"))
        #expect(painted.hasSuffix("\u{1b}[?25h\u{1b}[?1049l"))
    }

    @Test func `a stepper runs on a terminal until q, and the terminal is as it was`() throws {
        let terminal = try #require(PseudoTerminal())
        defer { terminal.close() }
        let before = terminal.settings
        let screen = FullScreen(look: Look(), input: terminal.slave, output: terminal.slave)
        // Raw mode throws away what was typed before it, so the keys come while it is shown.
        let typing = Typist(Stepper(Sample.trace), on: terminal, "nnq")
        let left = screen.show(typing)
        #expect(left.shown.current == 33)
        #expect(terminal.settings == before)
        let painted = terminal.painted()
        #expect(painted.contains("create /a"))
        #expect(painted.hasSuffix("\u{1b}[?25h\u{1b}[?1049l"))
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `a signal ends it, and the terminal is as it was`(signal: Int32) throws {
        let terminal = try #require(PseudoTerminal())
        defer { terminal.close() }
        let before = terminal.settings
        let screen = FullScreen(look: Look(), input: terminal.slave, output: terminal.slave)
        _ = screen.show(Typist(Stepper(Sample.trace), on: terminal, "", thenRaise: signal))
        #expect(terminal.settings == before)
        #expect(terminal.painted().hasSuffix("\u{1b}[?25h\u{1b}[?1049l"))
    }

    @Test func `a file is no terminal`() {
        let file = open("/dev/null", O_RDWR)
        defer { _ = close(file) }
        #expect(RawMode(input: file, output: file) == nil)
    }

    @Test func `signals come out of the pipe in order and handlers are taken off`() {
        let signals = Signals()
        for number in [SIGWINCH, SIGTERM] {
            kill(getpid(), number)
            var arrival = pollfd(fd: signals.arrivals, events: Int16(POLLIN), revents: 0)
            #expect(poll(&arrival, 1, 5_000) == 1)
            #expect(signals.next() == number)
        }
        #expect(signals.next() == nil)
        signals.stop()
    }

    @Test func `writing to a reader that is gone ends quietly`() {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        _ = close(ends[0])
        let signals = Signals()
        #expect(!Bytes.write("x", to: ends[1]))
        signals.stop()
        _ = close(ends[1])
    }

    @Test func `a lesson that was done is remembered`() throws {
        let folder = NSTemporaryDirectory() + "zabscope-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let environment = ["XDG_STATE_HOME": folder, "HOME": "/nowhere"]
        var marks = DoneMarks(environment: environment)
        #expect(marks.names == [])
        marks.mark("01-one-write")
        marks.mark("01-one-write")
        marks.mark("04-first-election")
        #expect(DoneMarks(environment: environment).names == ["01-one-write", "04-first-election"])
        #expect(DoneMarks(environment: [:]).names == [])
    }
}
