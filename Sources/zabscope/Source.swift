import Trace

/// What a command works on: a lesson, a scenario or a trace.
enum Source {
    static func trace(at path: String) throws -> Recording {
        do throws(TraceError) {
            return try Recording(path: path)
        } catch {
            throw Failure.unusable(error.description)
        }
    }
}
