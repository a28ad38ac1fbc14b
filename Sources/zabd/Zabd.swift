import ArgumentParser

@main
struct Zabd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A ZooKeeper server that can be watched.")
}
