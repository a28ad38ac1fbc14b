/// Why the disk cannot be used, with what to do about it.
public struct StorageError: Error, Hashable, Sendable {}
