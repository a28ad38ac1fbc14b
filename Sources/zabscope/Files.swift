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

    /// - Parameter name: what an error calls it; the path when nil.
    static func write(_ bytes: [UInt8], to path: String, named name: String? = nil) throws {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw Failure.unusable(
                "\(name ?? path): this cannot be written: \(reason(error, at: path))")
        }
    }

    private static func reason(_ error: any Error, at path: String) -> String {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().relativePath
        return FileManager.default.fileExists(atPath: folder)
            ? error.localizedDescription : "there is no folder \(folder)"
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
