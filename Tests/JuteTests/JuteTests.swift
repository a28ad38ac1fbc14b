import Jute
import Testing

@Test func `values are written big-endian, one after another, lengths first`() {
    var writer = JuteWriter()
    writer.bool(true)
    writer.byte(0xAB)
    writer.int(-2)
    writer.long(0x0102_0304_0506_0708)
    writer.string("/ä")
    writer.string("")
    writer.string(nil)
    writer.buffer([1, 2])
    writer.buffer(nil)
    writer.vector([5, 6]) { $0.int($1) }
    writer.vector(nil as [Int32]?) { $0.int($1) }
    #expect(
        writer.bytes == [
            1, 0xAB, 0xFF, 0xFF, 0xFF, 0xFE, 1, 2, 3, 4, 5, 6, 7, 8,
            0, 0, 0, 3, 0x2F, 0xC3, 0xA4, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF,
            0, 0, 0, 2, 1, 2, 0xFF, 0xFF, 0xFF, 0xFF,
            0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 6, 0xFF, 0xFF, 0xFF, 0xFF,
        ])
}

@Test func `what was written is read`() throws {
    let sample = Sample(
        flag: true, number: .min, long: .max, name: "null is not empty", data: nil, tags: ["", nil])
    #expect(try Sample(decoding: sample.encoded()) == sample)
    let other = Sample(flag: false, number: 0, long: -1, name: nil, data: [], tags: nil)
    #expect(try Sample(decoding: other.encoded()) == other)
}

@Test func `any byte but zero is true`() throws {
    var reader = JuteReader([0, 1, 2, 255])
    let values = try (0..<4).map { _ in try reader.bool() }
    #expect(values == [false, true, true, true])
    #expect(reader.isAtEnd)
}

@Test func `a record cut short anywhere is an error`() {
    let bytes = Sample(
        flag: true, number: 7, long: 8, name: "name", data: [9], tags: ["a", "b"]
    ).encoded()
    for length in bytes.indices {
        #expect(throws: JuteError.self, "\(length) of \(bytes.count) bytes") {
            try Sample(decoding: Array(bytes[..<length]))
        }
    }
}

@Test func `bytes behind a record are an error where it must end`() {
    let bytes = Sample(flag: true, number: 7, long: 8, name: "", data: [], tags: []).encoded()
    #expect(throws: JuteError.trailingBytes(2)) { try Sample(decoding: bytes + [0, 0]) }
}

@Test(arguments: [-2, Int32.min, 11, .max])
func `a length that is negative or beyond the limit is unreasonable`(length: Int32) {
    var writer = JuteWriter()
    writer.int(length)
    #expect(throws: JuteError.unreasonableLength(length)) {
        var reader = JuteReader(writer.bytes, limit: 10)
        _ = try reader.string()
    }
    #expect(throws: JuteError.unreasonableLength(length)) {
        var reader = JuteReader(writer.bytes, limit: 10)
        _ = try reader.buffer()
    }
}

@Test func `a string as long as the limit is read`() throws {
    var writer = JuteWriter()
    writer.string("0123456789")
    var reader = JuteReader(writer.bytes, limit: 10)
    #expect(try reader.string() == "0123456789")
}

@Test func `a count beyond the bytes that are left is refused before anything is allocated`() {
    #expect(throws: JuteError.unreasonableCount(.max)) {
        var reader = JuteReader([0x7F, 0xFF, 0xFF, 0xFF, 0, 0])
        _ = try reader.vector { (reader) throws(JuteError) in try reader.byte() }
    }
}

@Test func `a negative count other than null's means no elements`() throws {
    var reader = JuteReader([0xFF, 0xFF, 0xFF, 0xFE])
    #expect(try reader.vector { (reader) throws(JuteError) in try reader.byte() } == [])
}

@Test func `malformed UTF-8 is replaced, as Java does it`() throws {
    var reader = JuteReader([0, 0, 0, 3, 0x61, 0xFF, 0x62])
    #expect(try reader.string() == "a\u{FFFD}b")
}

@Test func `a reader keeps within its part of the bytes`() throws {
    let bytes: [UInt8] = [9, 9, 0, 0, 0, 2, 0x61, 0x62, 9, 9]
    var reader = JuteReader(bytes, at: 2, until: 8)
    #expect(reader.remaining == 6)
    #expect(reader.rest == [0, 0, 0, 2, 0x61, 0x62])
    #expect(try reader.string() == "ab")
    #expect(reader.isAtEnd)
    #expect(throws: JuteError.endOfData(needed: 1, left: 0)) { try reader.byte() }

    var short = JuteReader(bytes, at: 2, until: 7)
    #expect(throws: JuteError.endOfData(needed: 2, left: 1)) { try short.string() }
    var shorter = JuteReader(bytes, at: 2, until: 5)
    #expect(throws: JuteError.endOfData(needed: 4, left: 3)) { try shorter.int() }
    var counting = JuteReader([0, 0, 0, 2, 1, 1, 1], at: 0, until: 5)
    #expect(throws: JuteError.unreasonableCount(2)) {
        try counting.vector { (reader) throws(JuteError) in try reader.byte() }
    }
}

@Test func `a reader does not start or end outside its bytes`() async {
    await #expect(processExitsWith: .failure) { _ = JuteReader([1, 2], at: 3) }
    await #expect(processExitsWith: .failure) { _ = JuteReader([1, 2], at: 0, until: 3) }
    await #expect(processExitsWith: .failure) { _ = JuteReader([1, 2], at: 2, until: 1) }
}

@Test func `a length is filled in when what follows is written`() {
    var writer = JuteWriter()
    writer.byte(7)
    writer.lengthPrefixed { writer in
        writer.int(1)
        writer.lengthPrefixed { _ in }
        writer.lengthPrefixed { $0.byte(5) }
    }
    writer.byte(8)
    #expect(
        writer.bytes == [7, 0, 0, 0, 13, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 5, 8])
}

@Test func `a long buffer can be left out, all but its length`() {
    var writer = JuteWriter(leavingOut: 3)
    writer.buffer([1, 2])
    writer.buffer([3, 4, 5])
    writer.buffer([6, 7, 8])
    #expect(writer.leftOut?.buffer == [3, 4, 5])
    #expect(writer.leftOut?.position == 10)
    // One at most: what comes behind it is written.
    #expect(writer.bytes == [0, 0, 0, 2, 1, 2, 0, 0, 0, 3, 0, 0, 0, 3, 6, 7, 8])
}

@Test func `a writer that was emptied begins anew`() {
    var writer = JuteWriter()
    writer.reserveCapacity(100)
    writer.string("long ago")
    writer.removeAll()
    writer.bool(true)
    #expect(writer.bytes == [1])

    var leaving = JuteWriter(leavingOut: 1)
    leaving.buffer([1])
    leaving.removeAll()
    #expect(leaving.leftOut == nil)
    leaving.buffer([2])
    #expect(leaving.leftOut?.position == 4)
}

@Test(arguments: ["", "a", "ä", "🐘", "a longer one, which no string holds in place", "e\u{301}"])
func `a string comes back byte for byte`(text: String) throws {
    var writer = JuteWriter()
    writer.string(text)
    var reader = JuteReader(writer.bytes)
    #expect(try reader.string().map { Array($0.utf8) } == Array(text.utf8))
}

private struct Sample: JuteRecord, Equatable {
    var flag: Bool
    var number: Int32
    var long: Int64
    var name: String?
    var data: [UInt8]?
    var tags: [String?]?

    init(
        flag: Bool, number: Int32, long: Int64, name: String?, data: [UInt8]?, tags: [String?]?
    ) {
        self.flag = flag
        self.number = number
        self.long = long
        self.name = name
        self.data = data
        self.tags = tags
    }

    init(from reader: inout JuteReader) throws(JuteError) {
        flag = try reader.bool()
        number = try reader.int()
        long = try reader.long()
        name = try reader.string()
        data = try reader.buffer()
        tags = try reader.vector { (reader) throws(JuteError) in try reader.string() }
    }

    func write(to writer: inout JuteWriter) {
        writer.bool(flag)
        writer.int(number)
        writer.long(long)
        writer.string(name)
        writer.buffer(data)
        writer.vector(tags) { $0.string($1) }
    }
}
