internal import Library

/// Where to look for the matches of one pattern.
struct GlobSearch {
    /// Walks through the folder that the pattern names before its first star.
    let walker: FolderWalker
    /// What the names of the files found begin with: that folder as the user wrote it, or nothing for an absolute one.
    let prefix: String

    /// - Parameter pattern: a pattern without braces.
    init?(_ pattern: String, base: String, rules: SourceRules) {
        let names = PathNames.names(of: pattern)
        let fixed = names.prefix { name in !name.contains { "*?[\\".contains($0) } }
        let folderNames = fixed.count == names.count ? fixed.dropLast() : fixed
        let rest = names[folderNames.count...].joined(separator: "/")
        let isAbsolute = pattern.hasPrefix("/")
        let folder = folderNames.joined(separator: "/")
        guard let glob = GlobPattern(rest[...]),
            let root = PathNames.real(isAbsolute ? "/" + folder : PathNames.join(base, folder))
        else { return nil }
        prefix = isAbsolute || folder.isEmpty ? "" : folder + "/"
        walker = FolderWalker(
            root: root, name: isAbsolute ? root : folder.isEmpty ? "." : folder, rules: rules, patterns: [glob])
    }
}
