import Testing
import Znodes

@Suite struct SortedMapTests {
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `it agrees with a dictionary whatever is done to it`(seed: UInt64) {
        var dice = Dice(seed: seed)
        var map = SortedMap<Int64, Int>()
        var model: [Int64: Int] = [:]
        for step in 0..<400 {
            let key = dice.roll(0...59 as ClosedRange<Int64>)
            let value: Int? = dice.roll(0...2) == 0 ? nil : step
            map[key] = value
            model[key] = value
            #expect(map.count == model.count)
            #expect(map[key] == model[key])
            let above = model.keys.filter { $0 > key }.min()
            #expect(map.next(after: key)?.key == above)
        }
        let sorted = model.sorted { $0.key < $1.key }
        #expect(map.map(\.key) == sorted.map(\.key))
        #expect(map.map(\.value) == sorted.map(\.value))
        #expect(map.first?.key == sorted.first?.key)
        #expect(map.last?.key == sorted.last?.key)
    }

    @Test func `equal contents are equal however they came about`() {
        var forwards = SortedSet<Int64>(0..<100)
        let backwards = SortedSet<Int64>((0..<100).reversed())
        #expect(forwards == backwards)
        #expect(forwards.hashValue == backwards.hashValue)
        forwards.remove(50)
        #expect(forwards != backwards)
        forwards.insert(50)
        #expect(forwards == backwards)
    }

    @Test func `a copy does not see later changes`() {
        var set = SortedSet<ZnodePath>(["/a", "/b"])
        let before = set
        set.insert("/c")
        set.remove("/a")
        #expect(Array(before) == ["/a", "/b"])
        #expect(Array(set) == ["/b", "/c"])
    }
}
