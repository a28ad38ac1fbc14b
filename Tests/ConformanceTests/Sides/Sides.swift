import Testing

/// The sides that a script is played on.
struct Sides: Sendable {
    let simulator: [Setting: Simulation]
    let zabd: [Setting: ServerProcess]
    let apache: [Setting: ServerProcess]

    @TaskLocal static var current: Sides?
}

/// Starts one server of each kind for a whole suite.
struct ServersTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?,
        performing body: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let simulator = Setting.allCases.map { ($0, Simulation($0)) }
        let sides = Sides(
            simulator: Dictionary(uniqueKeysWithValues: simulator), zabd: try start(.zabd),
            apache: try start(.apache))
        defer {
            for setting in Setting.allCases {
                sides.zabd[setting]?.stop()
                sides.apache[setting]?.stop()
            }
        }
        try await Sides.$current.withValue(sides, operation: body)
    }

    private func start(_ program: Program) throws -> [Setting: ServerProcess] {
        var servers: [Setting: ServerProcess] = [:]
        for setting in Setting.allCases { servers[setting] = try ServerProcess(program, setting) }
        return servers
    }
}

extension Trait where Self == ServersTrait {
    static var servers: Self { ServersTrait() }
}
