internal import Documents
public import Foundation

/// What the arguments of an `add` come to.
///
/// ```swift
/// let list = SourceList.expand(["docs", "notes/*.md", "-"], base: folder)
/// list.sources.map(\.name)  // ["guide/start.md", "index.md", "notes/today.md", "stdin"]
/// ```
public struct SourceList: Sendable {
    /// The inputs: in the order of the arguments, and within a folder in the order of their paths' bytes; each file
    /// once.
    public var sources: [Source] = []
    /// Arguments and folders that cannot be read, or in which nothing can be.
    public var failures: [IngestFailure] = []
    /// How many files were left out: of a type that nothing reads, pipes and the like, links that lead nowhere.
    public var leftOut = 0

    /// The paths of all folders that were looked through.
    private(set) var folders: [String] = []

    private var paths: Set<String> = []

    /// Finds the files that `arguments` name: files, folders, patterns such as `docs/**/*.{md,txt}`, and `-` for
    /// standard input.
    ///
    /// A file that is named is always taken. In folders hidden files, those that ignore rules exclude and those of
    /// unknown types are left out, as are pictures, and symbolic links are followed only to files in the same folder. Looks at the disk,
    /// so it is not for the cooperative pool.
    ///
    /// - Parameters:
    ///   - base: the folder that relative paths start from.
    public static func expand(_ arguments: [String], base: URL, rules: SourceRules = SourceRules()) -> SourceList {
        var list = SourceList()
        for argument in arguments { list.add(argument, base: base.path, rules: rules) }
        return list
    }

    private mutating func add(_ argument: String, base: String, rules: SourceRules) {
        if argument == "-" {
            if !sources.contains(where: { $0.content == .standardInput }) {
                sources.append(Source(name: "stdin", content: .standardInput))
            }
            return
        }
        var path = PathNames.absolute(argument, base: base)
        do {
            guard !argument.isEmpty else { throw DocumentError(.notFound, "an empty path names no file") }
            let status = try MissingFile.statusOfEqualName(&path, argument)
            switch status.kind {
            case .file: take(path, as: PathNames.documentName(argument))
            case .folder where BareRepository.isAt(path): throw BareRepository.refused(argument)
            case .folder:
                var walker = FolderWalker(root: PathNames.real(path) ?? path, name: argument, rules: rules)
                walker.walk()
                take(from: [walker], argument: argument, prefixes: [""])
            case .link, .pipe, .socket, .device: throw DocumentError.special(status.kind, argument)
            }
        } catch let error as DocumentError {
            if error.code == .notFound, argument.contains(where: "*?[{".contains) {
                addMatches(of: argument, base: base, rules: rules)
            } else if error.code == .notFound {
                failures.append(IngestFailure(argument, MissingFile.explained(error, path, argument)))
            } else {
                failures.append(IngestFailure(argument, error))
            }
        } catch {
            failures.append(IngestFailure(source: argument, code: "unreadable", message: "\(error)"))
        }
    }

    private mutating func addMatches(of argument: String, base: String, rules: SourceRules) {
        guard let patterns = BraceExpansion.patterns(of: argument) else {
            failures.append(
                IngestFailure(
                    argument,
                    DocumentError(.limitExceeded, "\(argument) has too many alternatives in braces; write fewer")))
            return
        }
        var walkers: [FolderWalker] = []
        var prefixes: [String] = []
        for pattern in patterns {
            guard let search = GlobSearch(pattern, base: base, rules: rules) else { continue }
            var walker = search.walker
            walker.walk()
            walkers.append(walker)
            prefixes.append(search.prefix)
        }
        take(from: walkers, argument: argument, prefixes: prefixes, isPattern: true)
    }

    private mutating func take(
        from walkers: [FolderWalker], argument: String, prefixes: [String], isPattern: Bool = false
    ) {
        var passedOver = PassedOver()
        var isEmpty = true
        for (walker, prefix) in zip(walkers, prefixes) {
            for file in walker.found { take(file.path, as: prefix + file.names.joined(separator: "/")) }
            folders += walker.folders
            failures += walker.failures.filter { !failures.contains($0) }
            passedOver = passedOver + walker.passedOver
            isEmpty = isEmpty && walker.found.isEmpty && walker.failures.isEmpty
        }
        leftOut += passedOver.unreadable
        guard isEmpty else { return }
        if isPattern, passedOver.unreadable == 0 {
            failures.append(
                IngestFailure(
                    source: argument, code: "noReadableFiles",
                    message: "no file matches \(argument); check the pattern (hidden and ignored files are passed over)"
                ))
            return
        }
        failures.append(
            IngestFailure(
                source: argument, code: "noReadableFiles",
                message:
                    "\(argument) has no file of a format that Bespoke reads; \(passedOver.description). "
                    + "A file that is named by itself is always tried"))
    }

    private mutating func take(_ path: String, as name: String) {
        guard paths.insert(path).inserted else { return }
        sources.append(Source(name: name, content: .file(path: path)))
    }
}
