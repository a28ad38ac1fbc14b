import Testing

extension RealServers {
    /// A client sees the same whether it talks to the simulator, to `zabd` or to Apache ZooKeeper.
    @Suite struct `What a client sees` {
        @Test(arguments: Script.all) func `is the same on every side`(script: Script) throws {
            let sides = try #require(Sides.current)
            let apache = try #require(sides.apache[script.setting])
            var others: [any Side] = [try #require(sides.zabd[script.setting])]
            if !script.needsSockets {
                others.append(try #require(sides.simulator[script.setting]))
            }
            let expected = try Stage.transcript(of: script, on: apache)
            for side in others {
                let ours = try Stage.transcript(of: script, on: side)
                let comparison = Comparison(of: script, ours: ours, apache: expected, on: side.name)
                for finding in comparison.findings { Issue.record("\(finding)") }
            }
        }
    }
}
