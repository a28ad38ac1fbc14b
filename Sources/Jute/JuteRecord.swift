/// Something with a place in ZooKeeper's protocol: its fields one after another, without names or tags.
public protocol JuteRecord {
    init(from reader: inout JuteReader) throws(JuteError)
    func write(to writer: inout JuteWriter)
}

extension JuteRecord {
    /// The bytes of this record alone.
    public func encoded() -> [UInt8] {
        var writer = JuteWriter()
        write(to: &writer)
        return writer.bytes
    }

    /// Reads a record that must fill `bytes` to the end.
    public init(decoding bytes: [UInt8]) throws(JuteError) {
        var reader = JuteReader(bytes)
        try self.init(from: &reader)
        if reader.remaining > 0 { throw .trailingBytes(reader.remaining) }
    }
}
