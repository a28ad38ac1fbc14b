/// One of the implementations that must agree.
protocol Side: AnyObject {
    var name: String { get }
    /// Milliseconds since 1970, as the servers of this side know them.
    var wallClock: Int64 { get }
    func dial() throws -> any Line
}
