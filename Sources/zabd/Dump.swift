import ArgumentParser
import Server
import Storage
import Zab
import Znodes

struct Dump: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what is in a log, a snapshot or an epoch record.",
        discussion: """
            One line a record: where it begins in the file, zxid, time, session, operation. The files \
            are in the folder zabscope-1 of dataDir and dataLogDir. Nothing is changed, and a server may \
            be using them.

            Exit codes: 0 every file is whole; 1 one is torn or damaged, and standard error says where.

            Examples:
              zabd dump data/zabscope-1/log.*
              zabd dump data/zabscope-1/epochs --json
            """)

    @Argument(help: ArgumentHelp("The files.", valueName: "file"))
    var files: [String]

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() async throws {
        var isWhole = true
        for (place, file) in files.enumerated() {
            if files.count > 1, !json {
                Console.print((place > 0 ? "\n" : "") + "==> \(file) <==")
            }
            do throws(StorageError) {
                try FileContents.read(file) { item in
                    let line = DumpLine(item)
                    Console.print(json ? line.json : line.text)
                }
            } catch {
                isWhole = false
                // What the system refuses is no matter of a server here.
                let isRefused = [.io, .full, .shortage].contains(error.kind)
                Console.complain(
                    "zabd: " + (isRefused ? "\(error.path): \(error.problem)." : "\(error)"))
            }
        }
        if !isWhole { throw Failure.broken("") }
    }
}

/// An item of a file as text and as JSON.
struct DumpLine {
    private enum Value {
        case number(Int64)
        case text(String)
        case flag(Bool)
    }

    private var fields: [(name: String, value: Value)] = []
    let text: String

    init(_ item: FileContents.Item) {
        switch item {
        case .log(let header):
            let origin = header.isRestart ? "a snapshot at" : "the log up to"
            text = "log number \(header.number), going on from \(origin) \(header.base)"
            fields = [
                ("log", .number(Int64(header.number))), ("base", .text("\(header.base)")),
                ("restart", .flag(header.isRestart)),
            ]
        case .record(let offset, .truncate(let zxid)):
            text = "\(Self.column(offset))  cut back to \(zxid)"
            fields = [("offset", .number(Int64(offset))), ("truncate", .text("\(zxid)"))]
        case .record(let offset, .proposal(let proposal)):
            let zxid = "\(proposal.zxid)"
            fields = [("offset", .number(Int64(offset))), ("zxid", .text(zxid))]
            guard let transaction = try? Transaction(decoding: proposal.payload.bytes) else {
                let size = proposal.payload.count
                text = "\(Self.column(offset))  \(zxid)  \(size) bytes that are no transaction"
                fields.append(("bytes", .number(Int64(size))))
                return
            }
            let time = CalendarTime(milliseconds: transaction.time).timestamp
            let session = "0x" + String(UInt64(bitPattern: transaction.session), radix: 16)
            text = "\(Self.column(offset))  \(zxid)  \(time)  \(session)  \(transaction)"
            fields += [
                ("time", .text(time)), ("session", .text(session)),
                ("cxid", .number(Int64(transaction.cxid))),
                ("operation", .text("\(transaction)")),
            ]
        case .logEnd(let offset, let zxid):
            text = "\(Self.column(offset))  end at \(zxid)"
            fields = [("offset", .number(Int64(offset))), ("end", .text("\(zxid)"))]
        case .snapshot(let header):
            text = "snapshot at \(header.zxid)"
            fields = [("snapshot", .text("\(header.zxid)"))]
        case .session(let id, let timeout):
            let session = "0x" + String(UInt64(bitPattern: id), radix: 16)
            text = "session \(session)  \(timeout) ms"
            fields = [("session", .text(session)), ("timeout", .number(Int64(timeout)))]
        case .node(let path, let node):
            let (data, stat) = (node.data, node.stat)
            let changed = Zxid(rawValue: UInt64(bitPattern: stat.mzxid))
            let size = data.map { "\($0.count) bytes" } ?? "no data"
            text = "\(path)  \(size)  version \(stat.version)  changed \(changed)"
            fields = [
                ("path", .text("\(path)")), ("bytes", .number(Int64(data?.count ?? -1))),
                ("version", .number(Int64(stat.version))), ("mzxid", .text("\(changed)")),
            ]
        case .epochs(let offset, let record?):
            let epochs = record.epochs
            text =
                "\(Self.column(offset))  accepted \(epochs.accepted), current \(epochs.current); "
                + "log \(record.logFile) durable up to \(record.durable), byte "
                + "\(record.logPosition); generation \(record.generation)"
                + (record.isComplete ? "" : "; the history cannot be vouched for")
            fields = [
                ("offset", .number(Int64(offset))), ("accepted", .number(Int64(epochs.accepted))),
                ("current", .number(Int64(epochs.current))),
                ("durable", .text("\(record.durable)")),
                ("log", .number(Int64(record.logFile))),
                ("position", .number(Int64(record.logPosition))),
                ("generation", .number(Int64(record.generation))),
                ("complete", .flag(record.isComplete)),
            ]
        case .epochs(let offset, nil):
            text = "\(Self.column(offset))  damaged"
            fields = [("offset", .number(Int64(offset))), ("damaged", .flag(true))]
        }
    }

    private static func column(_ offset: Int) -> String {
        let digits = String(offset)
        return String(repeating: " ", count: max(0, 10 - digits.count)) + digits
    }

    var json: String {
        let members = fields.map { name, value in
            switch value {
            case .number(let number): "\"\(name)\":\(number)"
            case .flag(let flag): "\"\(name)\":\(flag)"
            case .text(let text): "\"\(name)\":\(Self.quoted(text))"
            }
        }
        return "{\(members.joined(separator: ","))}"
    }

    /// Paths are anything that a client sent.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
