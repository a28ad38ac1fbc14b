import Testing
import Zab

@Suite struct PayloadTests {
    let whole = Payload([1, 2, 3, 4, 5])

    @Test(arguments: 0...3)
    func `nobody sees whether a part of it is shared`(position: Int) {
        var around: [UInt8] = [1, 2, 3, 4, 5]
        let shared = Array(around[position..<position + 2])
        around.removeSubrange(position..<position + 2)
        let parted = Payload(around, sharing: shared, at: position)
        #expect(parted == whole)
        #expect(parted.hashValue == whole.hashValue)
        #expect(parted.count == 5)
        #expect(parted.bytes == [1, 2, 3, 4, 5])
        var target: [UInt8] = [0]
        parted.append(to: &target)
        #expect(target == [0, 1, 2, 3, 4, 5])

        target = [0]
        var missing: [Payload.Shared] = []
        parted.append(to: &target, leavingOut: &missing)
        #expect(target == [0] + around)
        #expect(missing.map(\.stretch) == [shared])
        #expect(missing.map(\.position) == [1 + position])
    }

    @Test func `nothing is left out of a payload that shares nothing`() {
        var target: [UInt8] = [0]
        var missing: [Payload.Shared] = []
        whole.append(to: &target, leavingOut: &missing)
        #expect(target == [0, 1, 2, 3, 4, 5])
        #expect(missing.isEmpty)
    }

    @Test func `other bytes make another payload`() {
        #expect(Payload([1, 2], sharing: [4], at: 2) != [1, 2, 3])
        #expect(Payload([1, 2], sharing: [3], at: 1) != [1, 2, 3])
        #expect(Payload([1], sharing: [2], at: 1) != [1, 2, 3])
    }

    @Test func `a shared part has its place within the rest`() async {
        await #expect(processExitsWith: .failure) { _ = Payload([1], sharing: [2], at: 2) }
    }
}
