import Foundation

/// A client's end of a connection, whatever is at the other.
protocol Line: AnyObject {
    func send(_ bytes: [UInt8]) throws
    /// The payload of the next frame; nil when the server has closed.
    func receive() throws -> [UInt8]?
    func close()
}

enum LineError: Error, CustomStringConvertible {
    case system(String, Int32)
    case silence(Int)
    case closed(String)
    case strange(String)

    var description: String {
        switch self {
        case .system(let call, let code): "\(call): \(String(cString: strerror(code)))"
        case .silence(let seconds): "no answer within \(seconds) s"
        case .closed(let when): "the server closed the connection: \(when)"
        case .strange(let what): what
        }
    }
}
