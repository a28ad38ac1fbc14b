import NIOCore

/// Takes a new buffer for each read, of the size that the last reads suggest, and gives it back behind it.
///
/// A channel would keep its buffer, and many busy channels as many of them: each read would find another one, which has left
/// the processor's cache. What is freed is what the next read gets, of whatever channel.
struct FreshBuffers: RecvByteBufferAllocator {
    private var sizes: AdaptiveRecvByteBufferAllocator

    init(minimum: Int, maximum: Int) {
        sizes = AdaptiveRecvByteBufferAllocator(
            minimum: minimum, initial: minimum, maximum: maximum)
    }

    func buffer(allocator: ByteBufferAllocator) -> ByteBuffer { sizes.buffer(allocator: allocator) }

    /// Who told it would be offered kept ones.
    func nextBufferSize() -> Int? { nil }

    mutating func record(actualReadBytes: Int) -> Bool {
        _ = sizes.record(actualReadBytes: actualReadBytes)
        return true
    }
}
