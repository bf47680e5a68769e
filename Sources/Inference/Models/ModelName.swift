/// Names of models are names of folders, so they are kept to what every file system takes.
enum ModelName {
    /// - Throws: `invalidName` where `name` cannot be a model's name.
    static func check(_ name: String) throws {
        let isPlain = name.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-", "+": true
            default: false
            }
        }
        guard isPlain, !name.isEmpty, name.utf8.count <= 100, !name.hasPrefix("."), !name.hasSuffix(".part"),
            !name.hasSuffix(".lock")
        else {
            let shown = name.prefix(100).map { $0.isNewline ? " " : String($0) }.joined()
            throw InferenceError(
                .invalidName,
                "“\(shown)” cannot be a model's name: a name has 1 to 100 letters, digits, dots, hyphens and underscores, "
                    + "and does not begin with a dot")
        }
    }
}
