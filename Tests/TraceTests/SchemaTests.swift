import Foundation
import Testing
import Trace

@Suite struct Schema {
    static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/Trace")

    private func source(_ name: String) throws -> String {
        try String(contentsOf: Self.sources.appending(path: name), encoding: .utf8)
    }

    @Test(arguments: ["Header", "Step", "StepInput", "StepEffect", "MessageRecord", "ServerState"])
    func `the page names every case and field`(type: String) throws {
        let page = try source("SCHEMA.md")
        let code = try source("Steps/\(type).swift")
        var names: [String] = []
        let part = code.prefix(upTo: code.range(of: "A recording:")?.lowerBound ?? code.endIndex)
        for line in part.split(separator: "\n") {
            let line = line.drop { $0 == " " }
            if line.hasPrefix("case ."), !line.isEmpty { continue }
            if let match = line.firstMatch(of: /^case (.+)$/) {
                let cases = match.1.replacing(/\(.*?\)/, with: "")
                names += cases.split(separator: ", ").map { text in
                    let parts = text.split(separator: " = ")
                    return parts.count == 2
                        ? parts[1].trimmingCharacters(in: ["\""]) : String(parts[0])
                }
                for label in line.matches(of: #/[(,] ?(\w+): /#) { names.append(String(label.1)) }
            } else if let match = line.firstMatch(of: /^public var (\w+): [^{]*$/) {
                names.append(String(match.1))
            }
        }
        #expect(names.count > 3)
        #expect(names.filter { !page.contains("`\($0)`") } == [])
    }

    @Test func `the page names every message kind, mode and loss`() throws {
        let page = try source("SCHEMA.md")
        let names = MessageKind.allCases.map(\.rawValue) + LossReason.allCases.map(\.rawValue)
        #expect(names.filter { !page.contains("`\($0)`") } == [])
    }
}
