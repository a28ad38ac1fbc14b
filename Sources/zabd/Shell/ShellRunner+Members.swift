import Client
import Server
import Znodes

/// The commands about the members of the ensemble (`GetConfigCommand`, `ReconfigCommand`).
extension ShellRunner {
    func runMembers(_ line: ShellLine, on client: ZooKeeperClient) async throws(ShellError) {
        if line.command == .reconfig { return try await reconfigure(line, on: client) }
        let request = GetDataRequest("/zookeeper/config", watch: line.flags.contains("w"))
        let answer = try await perform(.getData(request), at: request.path.text, on: client)
        guard line.flags.contains("c"), case .data(let data, let stat) = answer else {
            return printData(answer, line)
        }
        output.print(ShellFormat.clientAddresses(String(decoding: data ?? [], as: UTF8.self)))
        if line.flags.contains("s") { printStat(stat) }
    }

    private func reconfigure(
        _ line: ShellLine, on client: ZooKeeperClient
    ) async throws(ShellError) {
        let request = try ReconfigRequest(line)
        guard
            case .data(let data, let stat) = try await perform(
                .reconfig(request), at: "", on: client)
        else { return }
        output.print(
            "Committed new configuration:\n" + String(decoding: data ?? [], as: UTF8.self))
        if line.flags.contains("s") { printStat(stat) }
    }
}

extension ReconfigRequest {
    /// What was typed, if it is one of the three forms: some join or leave, all are named, or all stand in
    /// a file.
    init(_ line: ShellLine) throws(ShellError) {
        let (joining, leaving) = (line.values["add"], line.values["remove"])
        let (members, file) = (line.values["members"], line.values["file"])
        guard let version = line.values["v"].map({ Int64($0) }) ?? -1 else {
            throw ShellError("-v must be followed by a long (configuration version)")
        }
        guard joining ?? leaving ?? members ?? file != nil else {
            throw ShellError(line.command.usage)
        }
        if joining ?? leaving != nil, members ?? file != nil {
            throw ShellError(
                "Can't use -file or -members together with -add or -remove (mixing incremental and "
                    + "non-incremental modes is not allowed)")
        }
        if members != nil, file != nil {
            throw ShellError(
                "Can't use -file and -members together (conflicting non-incremental modes)")
        }
        var all = members?.lowercased()
        if let file { all = try Self.members(in: file) }
        self.init(
            joining: joining?.lowercased(), leaving: leaving?.lowercased(), newMembers: all,
            version: version)
    }

    /// The lines of a file that say something.
    private static func members(in file: String) throws(ShellError) -> String {
        do throws(SystemError) {
            return String(decoding: try SmallFile.read(file, atMost: 1 << 20), as: UTF8.self)
                .split(whereSeparator: \.isNewline)
                .map { trimming($0) }
                .filter { !$0.isEmpty && !$0.hasPrefix("#") && !$0.hasPrefix("!") }
                .joined(separator: "\n")
        } catch {
            throw ShellError("Error processing \(file): \(error)")
        }
    }
}

extension ShellFormat {
    /// The configuration's version, and where clients may come to
    /// (`ConfigUtils.getClientConfigStr`).
    static func clientAddresses(_ configuration: String) -> String {
        var version = ""
        var addresses: [Substring] = []
        for text in configuration.split(whereSeparator: \.isNewline) {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            if parts[0] == "version" { version = String(parts[1]) }
            // Without an address its place stays empty, as in zkCli.
            if parts[0].hasPrefix("server.") {
                let halves = parts[1].split(separator: ";", maxSplits: 1)
                addresses.append(halves.count == 2 ? halves[1] : "")
            }
        }
        return "\(version) \(addresses.joined(separator: ","))"
    }
}
