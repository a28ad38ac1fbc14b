/// Why the server cannot start or go on, with what to do about it.
public struct ServerError: Error, Hashable, Sendable {}
