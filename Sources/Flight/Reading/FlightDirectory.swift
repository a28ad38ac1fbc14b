import Foundation

/// The files of a recording's directory.
enum FlightDirectory {
    struct Entry: Hashable, Sendable {
        let path: String
        let number: Int
        let length: Int
    }

    /// In the order of their numbers; other files are none of ours.
    static func files(in directory: String) throws(FlightError) -> [Entry] {
        let manager = FileManager.default
        var isDirectory: ObjCBool = false
        guard manager.fileExists(atPath: directory, isDirectory: &isDirectory) else {
            throw FlightError(file: directory, problem: .missing)
        }
        guard isDirectory.boolValue else {
            throw FlightError(file: directory, problem: .notADirectory)
        }
        guard let names = try? manager.contentsOfDirectory(atPath: directory) else {
            throw FlightError(file: directory, problem: .unreadable("permission denied"))
        }
        return names.compactMap { name -> Entry? in
            guard let number = FlightFormat.number(inName: name) else { return nil }
            let path = directory + "/" + name
            let size = (try? manager.attributesOfItem(atPath: path)[.size]) as? Int
            return Entry(path: path, number: number, length: size ?? 0)
        }.sorted { $0.number < $1.number }
    }
}
