import Foundation
import Trace

/// Writing results.
enum Files {
    static func write(_ recording: Recording, to path: String) throws {
        do throws(TraceError) {
            try recording.write(to: path)
        } catch {
            throw Failure.unusable(error.description)
        }
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw Failure.unusable("\(path): this cannot be written")
        }
    }

    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Failure.unusable("\(path): this folder cannot be made")
        }
    }
}
