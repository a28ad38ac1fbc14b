import Foundation

/// What can be started as a server.
enum Program: String, Sendable, CustomStringConvertible {
    case zabd
    case apache = "Apache ZooKeeper"

    var description: String { rawValue }

    /// What stands before the configuration file.
    func command(_ setting: Setting, folder: URL) throws -> [String] {
        switch self {
        case .zabd: [Self.zabdPath, "serve"]
        case .apache:
            try Java.command(folder: folder, properties: setting.javaProperties) + [
                "org.apache.zookeeper.server.quorum.QuorumPeerMain"
            ]
        }
    }

    /// The command is built beside the test bundle.
    private static var zabdPath: String {
        let bundle = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
        let program = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        return (bundle ?? program).resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "zabd").path
    }
}

extension Setting {
    /// What Java's server takes from its command line only.
    fileprivate var javaProperties: [String] {
        switch self {
        case .plain: []
        case .rich: ["-Dznode.container.checkIntervalMs=200"]
        }
    }
}

/// Java with Debian's Apache ZooKeeper.
enum Java {
    /// Where Debian keeps libraries.
    private static let libraries = "/usr/share/java"
    /// zookeeper.jar names its dependencies itself, but not where log lines go.
    private static let jars = [
        "zookeeper", "zookeeper-jute", "slf4j-api", "slf4j-log4j12", "log4j-1.2", "netty-all",
        "metrics-core", "snappy-java", "commons-cli", "commons-io", "jackson-core",
        "jackson-databind", "jackson-annotations", "jline2",
    ]

    /// `java` with its class path; log lines go to its standard output.
    static func command(
        folder: URL, properties: [String] = [], isQuiet: Bool = false
    ) throws -> [String] {
        let java = "/usr/bin/java"
        let paths = jars.map { "\(libraries)/\($0).jar" }
        let missing = ([java] + paths.prefix(4)).filter {
            !FileManager.default.fileExists(atPath: $0)
        }
        guard missing.isEmpty else {
            throw LineError.strange(
                "\(missing.joined(separator: ", ")) missing: apt-get install zookeeper")
        }
        let logging = folder.appending(path: "log4j.properties")
        try Data(Self.logging.utf8).write(to: logging)
        return [
            java, "-Xmx512m", "-Djava.net.preferIPv4Stack=true", "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF-8", "-Dzookeeper.jmx.log4j.disable=true",
            "-Dlog4j.configuration=file:\(logging.path)", "-Dlevel=\(isQuiet ? "OFF" : "INFO")",
        ] + properties + ["-cp", paths.joined(separator: ":")]
    }

    private static let logging = """
        log4j.rootLogger=${level}, console
        log4j.appender.console=org.apache.log4j.ConsoleAppender
        log4j.appender.console.layout=org.apache.log4j.PatternLayout
        log4j.appender.console.layout.ConversionPattern=%d %-5p %c{1} %m%n

        """
}
