/// Why bytes are not the record they were taken for.
public enum JuteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The record goes on, the bytes do not.
    case endOfData(needed: Int, left: Int)
    /// A string or buffer announces a length that is negative or beyond the reader's limit.
    case unreasonableLength(Int32)
    /// A vector announces more elements than the remaining bytes could hold.
    case unreasonableCount(Int32)
    /// A type number that names no record: an opcode of a request, a type of a transaction.
    case unknownType(Int32)
    /// A value that the field's meaning forbids.
    case malformed(String)
    /// Bytes behind the end of a record that must end there.
    case trailingBytes(Int)

    public var description: String {
        switch self {
        case .endOfData(let needed, let left):
            "the data end early: \(needed) bytes needed, \(left) left"
        case .unreasonableLength(let length): "unreasonable length = \(length)"
        case .unreasonableCount(let count): "unreasonable count = \(count)"
        case .unknownType(let type): "unknown type \(type)"
        case .malformed(let what): what
        case .trailingBytes(let count): "\(count) bytes behind the end"
        }
    }
}
