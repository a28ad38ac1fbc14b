/// One of the implementations that must agree.
protocol Side: AnyObject {
    var name: String { get }
    func dial() throws -> any Line
}
