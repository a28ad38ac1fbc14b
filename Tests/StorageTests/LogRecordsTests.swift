import Testing
import Zab

@testable import Storage

@Suite struct LogRecordsTests {
    /// With data that are shared, that are not, and with shared ones beside each other.
    private static let proposals = [600, 4, 512, 511, 0, 3_000, 3_000, 4].enumerated().map {
        proposal(UInt32($0 + 1), dataLength: $1)
    }

    @Test func `records are read as they were appended, whatever they share`() {
        var records = LogRecords()
        for proposal in Self.proposals { records.append(proposal) }
        #expect(records.end == Self.proposals.last?.zxid)
        // Something else stands in the frame already.
        var frame: [UInt8] = [1, 2, 3]
        records.append(to: &frame)
        #expect(frame.count == 3 + records.count)
        var index = 3
        for proposal in Self.proposals {
            #expect(LogRecord(frame, at: &index, end: frame.count) == .proposal(proposal))
        }
        #expect(index == frame.count)
    }

    @Test func `the bytes are those of each record alone`() {
        var records = LogRecords()
        var expected: [UInt8] = []
        for proposal in Self.proposals {
            records.append(proposal)
            LogRecord.proposal(proposal).append(to: &expected)
        }
        var frame: [UInt8] = []
        records.append(to: &frame)
        #expect(frame == expected)
    }

    @Test func `shared data count for the length at which a frame is cut`() {
        var records = LogRecords()
        records.append(proposal(1, dataLength: 1 << 20))
        #expect(records.isFull)
    }
}
