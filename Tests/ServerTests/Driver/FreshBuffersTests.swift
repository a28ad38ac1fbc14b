import NIOCore
import Testing

@testable import Server

@Suite struct FreshBuffersTests {
    private let allocator = ByteBufferAllocator()

    @Test func `a buffer is as large as the last reads suggest, within bounds`() {
        var buffers = FreshBuffers(minimum: 512, maximum: 131_072)
        #expect(buffers.buffer(allocator: allocator).capacity == 512)
        for _ in 0..<40 {
            let buffer = buffers.buffer(allocator: allocator)
            _ = buffers.record(actualReadBytes: buffer.capacity)
        }
        #expect(buffers.buffer(allocator: allocator).capacity == 131_072)
        for _ in 0..<40 { _ = buffers.record(actualReadBytes: 10) }
        #expect(buffers.buffer(allocator: allocator).capacity == 512)
    }

    /// A size would make the channel keep buffers.
    @Test func `no channel keeps one`() {
        var buffers = FreshBuffers(minimum: 512, maximum: 1_024)
        #expect(buffers.nextBufferSize() == nil)
        let mayGrow = buffers.record(actualReadBytes: 1)
        #expect(mayGrow)
    }
}
