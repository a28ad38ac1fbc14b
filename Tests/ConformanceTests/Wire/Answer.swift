import Jute

/// What stands behind the reply header.
enum Answer: Sendable {
    case nothing, path, stat, pathAndStat, dataAndStat, aclAndStat, children, childrenAndStat
    case paths, int, identities, token, multi
    /// Too long to be told in full.
    case length

    /// The body as text, to its last byte.
    func text(_ reader: inout JuteReader, _ names: Names) throws(JuteError) -> String {
        var text = try body(&reader, names)
        if reader.remaining > 0 { text += " and \(reader.remaining) bytes more" }
        return text
    }

    private func body(_ reader: inout JuteReader, _ names: Names) throws(JuteError) -> String {
        switch self {
        case .nothing: return ""
        case .path: return shown(try reader.string())
        case .stat: return try names.stat(&reader)
        case .pathAndStat: return "\(shown(try reader.string())) \(try names.stat(&reader))"
        case .dataAndStat: return "\(try Self.data(&reader)) \(try names.stat(&reader))"
        case .aclAndStat: return "\(try Self.acl(&reader)) \(try names.stat(&reader))"
        case .children: return "\(try Self.strings(&reader))"
        case .childrenAndStat: return "\(try Self.strings(&reader)) \(try names.stat(&reader))"
        case .paths: return "\(try Self.strings(&reader))"
        case .int: return "\(try reader.int())"
        case .identities: return try Self.identities(&reader)
        case .token: return try reader.buffer().map { "\($0.count) bytes" } ?? "null"
        case .multi: return try Self.results(&reader, names)
        case .length:
            let length = reader.remaining
            reader = JuteReader([])
            return "\(length) bytes"
        }
    }

    private static func data(_ reader: inout JuteReader) throws(JuteError) -> String {
        quoted(try reader.buffer().map { String(decoding: $0, as: UTF8.self) })
    }

    /// Sorted: the protocol gives children and paths no order.
    private static func strings(_ reader: inout JuteReader) throws(JuteError) -> [String] {
        let list = try reader.vector { (reader) throws(JuteError) in
            try reader.string() ?? "null"
        }
        return (list ?? ["null"]).sorted()
    }

    private static func acl(_ reader: inout JuteReader) throws(JuteError) -> String {
        let list = try reader.vector { (reader) throws(JuteError) in
            let mask = try reader.int()
            return "\(try reader.string() ?? "null"):\(try reader.string() ?? "null"):\(mask)"
        }
        return "[\(list?.joined(separator: ", ") ?? "null")]"
    }

    private static func identities(_ reader: inout JuteReader) throws(JuteError) -> String {
        let list = try reader.vector { (reader) throws(JuteError) in
            "\(try reader.string() ?? "null"):\(try reader.string() ?? "null")"
        }
        return "\((list ?? ["null"]).sorted())"
    }

    private static func results(
        _ reader: inout JuteReader, _ names: Names
    ) throws(JuteError) -> String {
        var results: [String] = []
        while true {
            let type = try reader.int()
            let isEnd = try reader.bool()
            let code = try reader.int()
            if isEnd {
                results.append("end \(type) \(code)")
                return results.joined(separator: "; ")
            }
            let body: String
            switch type {
            case 1: body = try Answer.path.body(&reader, names)
            case 15: body = try Answer.pathAndStat.body(&reader, names)
            case 5: body = try Answer.stat.body(&reader, names)
            case 4: body = try Answer.dataAndStat.body(&reader, names)
            case 8: body = try Answer.children.body(&reader, names)
            case -1: body = try Answer.int.body(&reader, names)
            default: body = ""
            }
            results.append("\(type) \(code) \(body)")
        }
    }
}
