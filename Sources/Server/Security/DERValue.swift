/// One value of a certificate's encoding (DER, X.690): its tag, and what stands in it.
struct DERValue {
    let tag: UInt8
    /// With tag and length.
    let encoded: ArraySlice<UInt8>
    let content: ArraySlice<UInt8>

    /// Reads the value at the start of the bytes; nil where they are none.
    init?(_ bytes: some RandomAccessCollection<UInt8>) {
        self.init(at: Array(bytes)[...])
    }

    private init?(at bytes: ArraySlice<UInt8>) {
        // Tags of more than one byte stand in no certificate's name.
        guard let tag = bytes.first, tag & 0x1F != 0x1F, bytes.count >= 2 else { return nil }
        let start = bytes.startIndex
        var length = Int(bytes[start + 1])
        var head = 2
        if length >= 0x80 {
            let count = length & 0x7F
            guard 1...4 ~= count, bytes.count >= 2 + count else { return nil }
            length = bytes[start + 2..<start + 2 + count].reduce(0) { $0 << 8 | Int($1) }
            head += count
        }
        guard bytes.count >= head + length else { return nil }
        self.tag = tag
        encoded = bytes[start..<start + head + length]
        content = encoded[(start + head)...]
    }

    /// The values of a sequence or a set; nil where it is neither.
    var contents: [DERValue]? {
        guard tag & 0x20 != 0 else { return nil }
        var values: [DERValue] = []
        var rest = content
        while !rest.isEmpty {
            guard let value = DERValue(at: rest) else { return nil }
            values.append(value)
            rest = rest[value.encoded.endIndex...]
        }
        return values
    }

    subscript(index: Int) -> DERValue? {
        contents.flatMap { $0.indices.contains(index) ? $0[index] : nil }
    }

    /// The text of a UTF8String, PrintableString, IA5String, T61String or BMPString; nil otherwise.
    var text: String? {
        switch tag {
        case 12, 19, 22: String(decoding: content, as: UTF8.self)
        case 20: String(String.UnicodeScalarView(content.map { Unicode.Scalar($0) }))
        case 30 where content.count.isMultiple(of: 2):
            String(
                decoding: stride(from: content.startIndex, to: content.endIndex, by: 2).map {
                    UInt16(content[$0]) << 8 | UInt16(content[$0 + 1])
                }, as: UTF16.self)
        default: nil
        }
    }
}
