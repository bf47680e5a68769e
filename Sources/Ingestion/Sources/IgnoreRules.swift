internal import Library

/// The rules of one `.gitignore` file, which speak about what is below its folder.
struct IgnoreFile: Sendable {
    private struct Rule {
        var pattern: GlobPattern
        /// Whether what matches is taken after all.
        var isNegated: Bool
        var isForFolders: Bool
        /// Whether the whole path must match, and not only its last name.
        var isAnchored: Bool
    }

    /// How many names the path of its folder has.
    let depth: Int
    private let rules: [Rule]

    /// Reads the lines of a file.
    ///
    /// - Parameter depth: how many names the paths asked about have before those that the rules speak about.
    init(_ text: String, depth: Int) {
        self.depth = depth
        rules = text.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" }).compactMap(Self.rule)
    }

    /// Whether the path is ignored; nil where no rule speaks about it. Of several rules the last counts.
    ///
    /// - Parameter path: all names of the path, the file's last.
    func verdict(on path: [[Unicode.Scalar]], isFolder: Bool) -> Bool? {
        let own = path[depth...]
        for rule in rules.reversed() where isFolder || !rule.isForFolders {
            if rule.pattern.matches(rule.isAnchored ? own : own.suffix(1)) { return !rule.isNegated }
        }
        return nil
    }

    private static func rule(_ line: Substring) -> Rule? {
        var line = line
        if line.hasPrefix("#") { return nil }
        while line.last == " ", !line.dropLast().hasSuffix("\\") { line.removeLast() }
        let isNegated = line.hasPrefix("!")
        if isNegated { line.removeFirst() }
        let isForFolders = line.hasSuffix("/")
        if isForFolders { line.removeLast() }
        let isAnchored = line.contains("/")
        if line.hasPrefix("/") { line.removeFirst() }
        return GlobPattern(line).map {
            Rule(pattern: $0, isNegated: isNegated, isForFolders: isForFolders, isAnchored: isAnchored)
        }
    }
}

/// The rules that hold in a folder: its own and those of the folders above it. The nearest that says something decides.
struct IgnoreRules: Sendable {
    private var files: [IgnoreFile] = []

    mutating func append(_ file: IgnoreFile) { files.append(file) }

    /// Whether a path is ignored.
    func ignores(_ path: [[Unicode.Scalar]], isFolder: Bool) -> Bool {
        for file in files.reversed() {
            if let verdict = file.verdict(on: path, isFolder: isFolder) { return verdict }
        }
        return false
    }
}
