internal import Foundation

/// Reads the files that hold ignore rules.
enum RuleFiles {
    /// What is longer is no list of rules, in bytes.
    private static let maximumBytes = 1 << 20

    /// The rules of the folders above `folder` up to the root of its repository; none where it is in no repository.
    ///
    /// - Parameter folder: a path without symbolic links.
    static func rules(above folder: String, named ruleFiles: [String]) -> IgnoreRules {
        let names = PathNames.names(of: folder)
        var rules = IgnoreRules()
        guard let top = names.indices.reversed().map({ $0 + 1 }).first(where: { isRepository(names.prefix($0)) })
        else { return rules }
        for depth in top..<max(top, names.count) {
            add(ruleFiles, in: "/" + names.prefix(depth).joined(separator: "/"), depth: depth, to: &rules)
        }
        return rules
    }

    /// Adds the rules of the files in `folder`.
    ///
    /// - Parameter depth: how many names its path has.
    static func add(_ ruleFiles: [String], in folder: String, depth: Int, to rules: inout IgnoreRules) {
        let reader = SourceReader(maximumBytes: maximumBytes)
        for name in ruleFiles {
            guard let result = try? reader.readOnce(PathNames.join(folder, name), name) else { continue }
            var text = String(decoding: result.bytes, as: UTF8.self)
            if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
            rules.append(IgnoreFile(text, depth: depth))
        }
    }

    private static func isRepository(_ names: ArraySlice<String>) -> Bool {
        access("/" + names.joined(separator: "/") + "/.git", F_OK) == 0
    }
}
