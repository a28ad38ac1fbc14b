import Zab

/// The election port from one server to another. It keeps only the newest message that it could not send,
/// and after a reconnect it sends its last message again (`QuorumCnxManager.SendWorker`).
struct ElectionLine: Hashable, Sendable {
    struct Word: Hashable, Sendable {
        var notification: Zab.Notification
        var id: MessageID
        var cause: Int
    }

    var pipe = Pipe<Word>()
    /// Not sent yet: no connection.
    var waiting: Word?
    /// Sent last on this connection or the one before.
    var last: Word?
    var isConnected = false
    /// Which connection this is, or will be once it can be made.
    var connection = 0
    /// A number was given to a connection that could not be made yet.
    var isPending = false
    /// How many messages were numbered on it.
    var position = 0

    /// The connection is gone, or will never be made.
    mutating func disconnect() {
        isConnected = false
        isPending = false
    }
}
