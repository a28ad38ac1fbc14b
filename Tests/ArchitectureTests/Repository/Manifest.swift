/// What Package.swift says about one target.
struct ManifestTarget: Hashable {
    var name: String
    var isTest: Bool
    /// Targets and products, in the manifest's order; a constant stands for the product that it names.
    var dependencies: [String]
}

/// Reads the targets out of the text of Package.swift. It understands this manifest's manner of writing, not
/// Swift.
enum Manifest {
    static func targets(in manifest: String) -> [ManifestTarget] {
        let text = manifest.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.drop(while: \.isWhitespace).hasPrefix("//") }
            .joined(separator: "\n")
        let products = products(in: text)
        return text.matches(of: /(?<kind>\bmodule|\btests|\.target|\.executableTarget)\(/)
            .compactMap { match in
                let body = balanced(text[match.range.upperBound...], close: ")")
                // The two helper functions themselves have no literal name.
                guard let name = body.firstMatch(of: /^\s*(?:name:\s*)?"(?<name>\w+)"/) else {
                    return nil
                }
                let list = body[name.range.upperBound...].split(
                    separator: "[", maxSplits: 1, omittingEmptySubsequences: false)
                let words = (list.count == 2 ? balanced(list[1], close: "]") : "")
                    .replacing(/\.product\(\s*name: (?<product>"\w+"),[^)]*\)/) { $0.product }
                let dependencies = words.matches(of: /"(?<target>\w+)"|\b(?<constant>[a-z]\w*)\b/)
                return ManifestTarget(
                    name: String(name.name), isTest: match.kind == "tests",
                    dependencies: dependencies.map { word in
                        word.target.map(String.init)
                            ?? word.constant.flatMap { products[String($0)] }
                            ?? String(word.0)
                    })
            }
    }

    /// `let trees: Target.Dependency = .product(name: "HashTreeCollections", …)` as trees → its product.
    private static func products(in text: String) -> [String: String] {
        let constants = text.matches(
            of: /let (?<constant>\w+): Target\.Dependency = \.product\(\s*name: "(?<product>\w+)"/)
        return Dictionary(
            uniqueKeysWithValues: constants.map { (String($0.constant), String($0.product)) })
    }

    /// What stands before the bracket that closes the one just opened.
    private static func balanced(_ text: Substring, close: Character) -> Substring {
        var depth = 1
        for index in text.indices {
            if "([".contains(text[index]) { depth += 1 }
            if ")]".contains(text[index]) { depth -= 1 }
            if depth == 0, text[index] == close { return text[..<index] }
        }
        return text
    }
}
