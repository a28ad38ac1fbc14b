public import Logging

/// A server that serves. Its ports are bound: each is logged as `binding to port ADDRESS`, which
/// scripts wait for.
public final class RunningServer: Sendable {
    /// Starts a server: reads its data, binds its ports, serves.
    public static func start(
        configuration: Configuration, log: Logger, recordTo directory: String?
    ) async throws(ServerError) -> RunningServer {
        throw ServerError("serving comes with the next commit")
    }

    /// Ends all connections and makes everything durable.
    public func stop() async {}

    /// Returns by throwing, when the server cannot go on.
    public func waitUntilFailure() async throws {}
}
