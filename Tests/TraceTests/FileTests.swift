import Foundation
import Testing
import Trace
import Zab

@Suite struct `Trace files` {
    @Test func `a recording written and read again is the same`() throws {
        #expect(try Recording(text: Samples.write3.jsonLines) == Samples.write3)
        #expect(try Recording(text: Samples.long(600).jsonLines) == Samples.long(600))
        let edge = Recording(header: Samples.header)
        #expect(try Recording(text: edge.jsonLines) == edge)
    }

    @Test func `the first line begins with the version and keys are sorted`() {
        let lines = Samples.write3.jsonLines.split(separator: "\n")
        #expect(lines[0].hasPrefix(#"{"zabscope":1,"assumptionsOff":["fifo"],"#))
        #expect(
            lines[3]
                == #"{"at":"net","cause":2,"effects":[],"input":{"lost":{"message":{"from":"s1","id":"s1.1-s3.1#1/1","kind":"PROPOSAL","text":"create /a","to":"s3","zxid":"1:1"},"why":"receiverDown"}},"life":0,"n":3,"t":2000000}"#
        )
    }

    @Test func `every 256th step is a key frame, and only in the file`() throws {
        let lines = Samples.long(600).jsonLines.split(separator: "\n")
        let frames = lines.indices.filter { lines[$0].contains(#""all":"#) }
        #expect(frames == [256, 512])
    }

    @Test func `a cut-out keeps the key frame it begins with`() throws {
        var cut = Samples.long(300)
        let states = cut.states(after: 200)
        cut.steps.removeFirst(199)
        cut.steps[0].all = Dictionary(
            uniqueKeysWithValues: states.entries.map { ($0.lane.name, $0.state) })
        let read = try Recording(text: cut.jsonLines)
        #expect(read == cut)
        #expect(read.states(after: 250) == Samples.long(300).states(after: 250))
    }

    @Test func `unknown fields are skipped`() throws {
        let text = Samples.write3.jsonLines.replacing("{\"at\"", with: "{\"later\":[{}],\"at\"")
        #expect(try Recording(text: text) == Samples.write3)
    }

    @Test func `blank lines and carriage returns do no harm`() throws {
        let text = Samples.write3.jsonLines.replacing("\n", with: "\r\n") + "\n\n"
        #expect(try Recording(text: text) == Samples.write3)
    }

    static let good = Samples.write3.jsonLines

    @Test(
        arguments: [
            ("", "t: the file is empty"),
            ("\n", "t:1:1: not JSON: the line ends too early"),
            ("{}", "t:1: no trace: its first line must be a header that begins {\"zabscope\":1"),
            (
                #"{"zabscope":2}"#,
                "t:1: the trace is of version 2; this program reads version 1"
            ),
            (#"{"zabscope":1}"#, "t:1: field recorder: is missing"),
            ("\u{0}\u{1}", "t:1: this is no text in UTF-8, so no trace"),
            (
                good.replacing(#""n":3"#, with: #""n":4"#),
                "t:4: step 4 stands where step 3 belongs"
            ),
            (
                good.replacing(#""n":1,"#, with: #""n":7,"#),
                "t:2: the trace begins at step 7 without `all`, the state of all servers"
            ),
            (
                good.replacing(#""n":1,"#, with: #""n":0,"#),
                "t:2: step 0 stands where step 1 belongs"
            ),
            (
                good.replacing(#""cause":2"#, with: #""cause":9"#),
                "t:4: step 3 names step 9 as its cause, which does not come before it"
            ),
            (
                good.replacing(#""receiverDown""#, with: #""gone""#),
                "t:4: field input.lost.why: Cannot initialize LossReason from invalid String value gone"
            ),
            (
                good.replacing(#"{"flush":{}}"#, with: #"{"flash":{}}"#),
                "t:3: field effects.4: one of the names in SCHEMA.md is expected here, as the only key"
            ),
            (good.replacing(#""zxid":"1:1""#, with: #""zxid":"1-1""#), "no zxid: 1-1"),
        ])
    func `a broken trace is an error with its line`(text: String, message: String) throws {
        let error = try #require(throws: TraceError.self) {
            try Recording(text: text, named: "t")
        }
        #expect("\(error)".hasSuffix(message))
    }

    @Test func `broken JSON is an error with line and column`() throws {
        let text = Self.good.replacing(#""life":0"#, with: #""life":?"#)
        let error = try #require(throws: TraceError.self) {
            try Recording(text: text, named: "t")
        }
        #expect(error.line == 4)
        let line = text.split(separator: "\n")[3]
        let place = try #require(line.firstIndex(of: "?"))
        #expect(error.column == line.distance(from: line.startIndex, to: place) + 1)
    }

    @Test func `a key frame that lies is an error`() throws {
        let text = Samples.long(300).jsonLines
            .replacing(#""all":{"s1":{"acks":[]"#, with: #""all":{"s1":{"acks":["s9"]"#)
        let error = try #require(throws: TraceError.self) { try Recording(text: text) }
        #expect(error.problem == .keyFrameDisagrees(step: 256, lane: "s1"))
        #expect(error.line == 257)
    }
}

@Suite final class `Trace files on disk` {
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func file(_ bytes: Data) throws -> String {
        let path = folder + "/t.jsonl"
        try bytes.write(to: URL(fileURLWithPath: path))
        return path
    }

    private func problem(_ path: String) throws -> TraceError {
        try #require(throws: TraceError.self) { try Recording(path: path) }
    }

    @Test func `a file written and read again is the same`() throws {
        try Samples.write3.write(to: folder + "/run.jsonl")
        #expect(try Recording(path: folder + "/run.jsonl") == Samples.write3)
    }

    @Test func `a missing file, a directory, an empty file each say so`() throws {
        #expect(try problem(folder + "/none").problem == .missing)
        #expect(try problem(folder).problem == .directory)
        #expect(try problem(file(Data())).problem == .empty)
    }

    @Test func `binary rubbish is no text`() throws {
        let path = try file(Data((0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 7 + 200) }))
        #expect(try problem(path) == TraceError(file: path, line: 1, problem: .notText))
    }

    @Test func `a line of 100 MB is refused before it is read whole`() throws {
        let path = try file(Data(repeating: UInt8(ascii: "x"), count: 100_000_000))
        let error = try problem(path)
        #expect(error.problem == .lineTooLong(limit: 16 << 20))
        #expect(error.line == 1)
    }

    @Test func `a folder that does not exist cannot be written to`() throws {
        let error = try #require(throws: TraceError.self) {
            try Samples.write3.write(to: folder + "/no/run.jsonl")
        }
        guard case .unwritable = error.problem else {
            Issue.record("\(error)")
            return
        }
    }
}
