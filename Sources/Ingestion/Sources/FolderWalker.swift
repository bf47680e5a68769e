internal import Documents
internal import Foundation
internal import Library

/// Finds the readable files below a folder.
struct FolderWalker {
    /// A file that was found.
    struct Found {
        var path: String
        /// The names below the folder where the walk began.
        var names: [String]
    }

    /// The folder's path without symbolic links.
    let root: String
    /// What to call it in messages.
    let name: String
    let rules: SourceRules
    /// Only files whose path below `root` matches one of these are taken; nil takes all.
    var patterns: [GlobPattern]?

    private(set) var found: [Found] = []
    /// The paths of all folders that were looked through.
    private(set) var folders: [String] = []
    private(set) var failures: [IngestFailure] = []
    private(set) var passedOver = PassedOver()

    init(root: String, name: String, rules: SourceRules, patterns: [GlobPattern]? = nil) {
        self.root = root
        self.name = name.count > 1 && name.hasSuffix("/") ? String(name.dropLast()) : name
        self.rules = rules
        self.patterns = patterns
    }

    /// A folder on the way.
    private struct Place {
        var path: String
        /// The names of its path from the file system's root.
        var scalars: [[Unicode.Scalar]]
        /// The names below the folder where the walk began.
        var names: [String]
        var ignoring: IgnoreRules
    }

    /// Finds all files below `root`; they come in the order of their paths' bytes.
    mutating func walk() {
        let scalars = PathNames.names(of: root).map { Array($0.unicodeScalars) }
        visit(
            Place(
                path: root, scalars: scalars, names: [],
                ignoring: RuleFiles.rules(above: root, named: rules.ruleFiles)))
        found.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    private mutating func visit(_ place: Place) {
        let label = ([name] + place.names).joined(separator: "/")
        guard place.names.count <= rules.maximumDepth else {
            failures.append(
                IngestFailure(
                    label,
                    DocumentError(
                        .limitExceeded, "\(label) lies more than \(rules.maximumDepth) folders deep; add it by itself"))
            )
            return
        }
        let entries: [FolderListing.Entry]
        do {
            entries = try FolderListing.entries(in: place.path, named: label)
        } catch {
            return fail(label, error)
        }
        folders.append(place.path)
        var place = place
        RuleFiles.add(rules.ruleFiles, in: place.path, depth: place.scalars.count, to: &place.ignoring)
        for entry in entries {
            visit(entry, in: place)
        }
    }

    private mutating func visit(_ listed: FolderListing.Entry, in place: Place) {
        let entry = listed.name
        if entry.hasPrefix("."), !rules.includesHidden || entry == ".git" { return passedOver.hidden += 1 }
        if rules.ignoredNames.contains(entry) { return passedOver.byName += 1 }
        let inside = Place(
            path: PathNames.join(place.path, entry), scalars: place.scalars + [Array(entry.unicodeScalars)],
            names: place.names + [entry], ignoring: place.ignoring)
        let label = ([name] + inside.names).joined(separator: "/")
        if let escaped = listed.escaped {
            let isWanted = listed.isFolder ? mayHoldMatches(inside) : matches(inside)
            guard isWanted, !inside.ignoring.ignores(inside.scalars, isFolder: listed.isFolder) else { return }
            let shown = ([name] + place.names + [escaped]).joined(separator: "/")
            return fail(shown, DocumentError.strangeName(shown))
        }
        do {
            let kind = try FileStatus(of: inside.path, named: label, followsLinks: false).kind
            if inside.ignoring.ignores(inside.scalars, isFolder: kind == .folder) { return passedOver.byRule += 1 }
            switch kind {
            case .folder: if mayHoldMatches(inside) { visit(inside) }
            case .file: take(inside)
            case .link:
                if leadsToFileInside(inside.path) {
                    take(inside)
                } else if PathNames.real(inside.path) != nil {
                    passedOver.links += 1
                } else if matches(inside) {
                    passedOver.dangling += 1
                }
            case .pipe, .socket, .device: if matches(inside) { passedOver.special += 1 }
            }
        } catch {
            fail(label, error)
        }
    }

    private mutating func take(_ file: Place) {
        guard matches(file) else { return }
        // A folder's pictures are mostly none of text; a pattern asks for what it finds.
        guard ReadableType.isLikely(file.path, takesPictures: patterns != nil) else {
            return passedOver.unknownTypes += 1
        }
        found.append(Found(path: file.path, names: file.names))
    }

    private func matches(_ file: Place) -> Bool {
        guard let patterns else { return true }
        let below = file.scalars.suffix(file.names.count)
        return patterns.contains { $0.matches(below) }
    }

    private func mayHoldMatches(_ folder: Place) -> Bool {
        guard let patterns else { return true }
        return patterns.contains { $0.depth.map { folder.names.count < $0 } ?? true }
    }

    private func leadsToFileInside(_ path: String) -> Bool {
        guard let target = PathNames.real(path), target.hasPrefix(root == "/" ? root : root + "/") else { return false }
        return (try? FileStatus(of: target, named: target).kind) == .file
    }

    private mutating func fail(_ label: String, _ error: any Error) {
        guard let error = error as? DocumentError else { return }
        failures.append(IngestFailure(label, error))
    }
}
