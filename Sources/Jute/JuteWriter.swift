/// Appends values in ZooKeeper's serialization (`BinaryOutputArchive`): integers big-endian, lengths
/// as 4-byte integers, null as length -1.
public struct JuteWriter: Hashable, Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public mutating func bool(_ value: Bool) { bytes.append(value ? 1 : 0) }

    public mutating func byte(_ value: UInt8) { bytes.append(value) }

    public mutating func int(_ value: Int32) { bigEndian(UInt32(bitPattern: value)) }

    public mutating func long(_ value: Int64) { bigEndian(UInt64(bitPattern: value)) }

    public mutating func string(_ value: String?) {
        guard let value else { return int(-1) }
        let text = value.utf8
        int(Int32(text.count))
        bytes.append(contentsOf: text)
    }

    public mutating func buffer(_ value: [UInt8]?) {
        guard let value else { return int(-1) }
        int(Int32(value.count))
        bytes.append(contentsOf: value)
    }

    public mutating func record(_ value: some JuteRecord) { value.write(to: &self) }

    /// The element count, then the elements as `body` writes them.
    public mutating func vector<Elements: Collection>(
        _ elements: Elements?, _ body: (inout JuteWriter, Elements.Element) -> Void
    ) {
        guard let elements else { return int(-1) }
        int(Int32(elements.count))
        for element in elements { body(&self, element) }
    }

    public mutating func vector<Element: JuteRecord>(_ elements: [Element]?) {
        vector(elements) { $0.record($1) }
    }

    private mutating func bigEndian<Integer: FixedWidthInteger>(_ value: Integer) {
        var shift = Integer.bitWidth
        while shift > 0 {
            shift -= 8
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}
