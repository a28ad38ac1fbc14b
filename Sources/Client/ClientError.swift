/// Why the client cannot go on.
public struct ClientError: Error, Hashable, Sendable {}
