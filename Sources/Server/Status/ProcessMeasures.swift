#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Where the data lies and how many bytes it has there.
public struct DirectoryStatus: Hashable, Sendable {
    /// Of snapshots.
    public var data = ""
    public var dataSize: Int64 = 0
    /// Of transaction logs.
    public var log = ""
    public var logSize: Int64 = 0

    public init() {}
}

extension ServerStatus {
    /// Fills what is asked of the operating system: environment, directories, file descriptors.
    /// `data` and `log` are the directories that snapshots and logs are really in.
    public mutating func measure(_ details: StatusDetail, data: String, log: String) {
        if details.contains(.environment) { environment = ProcessMeasures.environment() }
        if details.contains(.directories) {
            directories.data = ProcessMeasures.absolute(data)
            directories.dataSize = ProcessMeasures.size(of: data)
            directories.log = ProcessMeasures.absolute(log)
            directories.logSize = ProcessMeasures.size(of: log)
        }
        if details.contains(.process) {
            openFileDescriptors = ProcessMeasures.entries(in: "/dev/fd").count
            maxFileDescriptors = ProcessMeasures.maxFileDescriptors()
        }
    }
}

extension ServerVersion {
    /// That of this program: built when its file was.
    public static let current: ServerVersion = {
        var status = stat()
        guard stat(CommandLine.arguments.first ?? "", &status) == 0 else {
            return ServerVersion(built: "unknown")
        }
        #if canImport(Darwin)
            let seconds = status.st_mtimespec.tv_sec
        #else
            let seconds = status.st_mtim.tv_sec
        #endif
        return ServerVersion(built: CalendarTime(milliseconds: Int64(seconds) * 1_000).upToMinute)
    }()
}

/// What the operating system knows about this process.
enum ProcessMeasures {
    /// As ZooKeeper's `Environment.list`, with `<NA>` for what only Java has.
    static func environment() -> [(key: String, value: String)] {
        var system = utsname()
        uname(&system)
        let memory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) / 1_048_576
        let resident = residentBytes() / 1_048_576
        let user = getpwuid(getuid())
        return [
            ("host.name", text(&system.nodename)),
            ("java.version", "<NA>"), ("java.vendor", "<NA>"), ("java.home", "<NA>"),
            ("java.class.path", "<NA>"), ("java.library.path", "<NA>"),
            ("java.io.tmpdir", "<NA>"), ("java.compiler", "<NA>"),
            ("os.name", text(&system.sysname)),
            // Java's name for it.
            ("os.arch", text(&system.machine) == "x86_64" ? "amd64" : text(&system.machine)),
            ("os.version", text(&system.release)),
            ("user.name", user.map { String(cString: $0.pointee.pw_name) } ?? "<NA>"),
            ("user.home", user.map { String(cString: $0.pointee.pw_dir) } ?? "<NA>"),
            ("user.dir", absolute("")),
            ("os.memory.free", "\(max(0, memory - resident))MB"),
            ("os.memory.max", "\(memory)MB"),
            ("os.memory.total", "\(resident)MB"),
        ]
    }

    /// The limit of open files; the greatest number if there is none.
    static func maxFileDescriptors() -> Int {
        var limit = rlimit()
        #if canImport(Glibc)
            let got = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #else
            let got = getrlimit(RLIMIT_NOFILE, &limit)
        #endif
        return got == 0 ? Int(clamping: limit.rlim_cur) : 0
    }

    /// The path from the root, as far as that is known.
    static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        guard let directory = getcwd(nil, 0) else { return path }
        defer { free(directory) }
        return String(cString: directory) + (path.isEmpty ? "" : "/" + path)
    }

    /// The bytes of all files in a directory and those in it; 0 if it cannot be read.
    static func size(of directory: String) -> Int64 {
        var sum: Int64 = 0
        var left = [directory]
        while let directory = left.popLast() {
            for name in entries(in: directory) {
                var status = stat()
                guard lstat(directory + "/" + name, &status) == 0 else { continue }
                if status.st_mode & S_IFMT == S_IFDIR {
                    left.append(directory + "/" + name)
                } else {
                    sum += Int64(status.st_size)
                }
            }
        }
        return sum
    }

    /// The names in a directory; none if it cannot be read.
    static func entries(in directory: String) -> [String] {
        guard let handle = opendir(directory) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func residentBytes() -> Int {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        #if canImport(Darwin)
            return usage.ru_maxrss
        #else
            return usage.ru_maxrss * 1_024
        #endif
    }

    /// The text in a C array of characters.
    private static func text<Characters>(_ characters: inout Characters) -> String {
        withUnsafeBytes(of: &characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
