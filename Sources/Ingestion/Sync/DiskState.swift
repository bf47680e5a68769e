internal import Documents
internal import Foundation
internal import Library

/// What the disk has of a profile's sources, compared with the profile's files.
struct DiskState: Sendable {
    /// The files that are there, each once.
    var sources: [Source] = []
    /// The source of each path; nothing for files of unknown source.
    private(set) var ids: [String: Int64] = [:]
    /// The profile's files that their source has no more.
    var vanished: [LibraryFile] = []
    /// Sources that cannot be reached, and what in them cannot be read.
    private(set) var failures: [IngestFailure] = []
    /// How many files in folders are of a type that nothing reads.
    private(set) var leftOut = 0

    private var paths: Set<String> = []
    /// Sources that were found, whose missing files are gone.
    private var reached: Set<Int64> = []
    /// Folders and files that cannot be read: what is below them stays.
    private var unread: [String] = []

    /// Looks at the disk, so it is not for the cooperative pool.
    init(of known: [LibrarySource], files: [LibraryFile], excluded: Set<String>, rules: SourceRules) {
        let bySource = Dictionary(grouping: files.filter { $0.file.path != nil }, by: \.source)
        for source in known { look(at: source, files: bySource[source.id] ?? [], excluded: excluded, rules: rules) }
        let ids = Set(known.map(\.id))
        for file in files where file.file.path?.hasPrefix("/") == true {
            let path = file.file.path ?? ""
            guard !paths.contains(path) else { continue }
            if let id = file.source {
                if ids.contains(id), reached.contains(id), !isUnread(path) { vanished.append(file) }
            } else if !excluded.contains(path) {
                lookAtOwnSource(file, path)
            } else {
                vanished.append(file)
            }
        }
    }

    private mutating func look(at known: LibrarySource, files: [LibraryFile], excluded: Set<String>, rules: SourceRules)
    {
        if known.source.kind == .file { return lookAtFile(known, files) }
        let (argument, base) = known.source.written
        let list = SourceList.expand([argument], base: base, rules: rules)
        leftOut += list.leftOut
        if list.sources.isEmpty, !files.isEmpty {
            failures.append(Self.emptied(known.source, files.count, list.failures.first))
            return
        }
        failures += list.failures.filter { $0.code != "noReadableFiles" }
        unread += list.failures.map { failure in
            let path = PathNames.absolute(failure.source, base: base.path)
            return PathNames.real(path) ?? path
        }
        reached.insert(known.id)
        for source in list.sources {
            guard let path = source.path, !excluded.contains(path), paths.insert(path).inserted else { continue }
            sources.append(source)
            ids[path] = known.id
        }
    }

    private mutating func lookAtFile(_ known: LibrarySource, _ files: [LibraryFile]) {
        let path = known.source.argument
        if access(path, F_OK) == 0 {
            guard paths.insert(path).inserted else { return }
            sources.append(
                Source(name: files.first?.file.name ?? PathNames.documentName(path), content: .file(path: path)))
            ids[path] = known.id
        } else if Self.isFolderThere(of: path) {
            reached.insert(known.id)
        } else if !files.isEmpty {
            failures.append(Self.unreachable(path))
        }
    }

    private mutating func lookAtOwnSource(_ file: LibraryFile, _ path: String) {
        if access(path, F_OK) == 0 {
            paths.insert(path)
            sources.append(Source(name: file.file.name, content: .file(path: path)))
        } else if Self.isFolderThere(of: path) {
            vanished.append(file)
        } else {
            failures.append(Self.unreachable(path))
        }
    }

    private func isUnread(_ path: String) -> Bool { unread.contains { path == $0 || path.hasPrefix($0 + "/") } }

    /// Whether the folder of a missing file is there and holds anything: an empty one may be one that is not mounted.
    private static func isFolderThere(of path: String) -> Bool {
        let folder = "/" + PathNames.names(of: path).dropLast().joined(separator: "/")
        return (try? FolderListing.entries(in: folder, named: folder))?.isEmpty == false
    }

    private static func unreachable(_ path: String) -> IngestFailure {
        IngestFailure(
            source: path, code: "unreachable",
            message:
                "\(path) is not there, and its folder is missing or empty; is a disk not mounted? What was read of it "
                + "stays; where it is gone for good, remove it")
    }

    private static func emptied(_ source: NewSource, _ count: Int, _ cause: IngestFailure?) -> IngestFailure {
        let files = count == 1 ? "the file" : "the \(count) files"
        let found = source.kind == .pattern ? "no file matches it" : "there is no readable file in it"
        let why = cause.map { $0.code == "noReadableFiles" ? found : "it cannot be read" } ?? found
        return IngestFailure(
            source: source.argument, code: "unreachable",
            message:
                "\(source.argument) was left as it was: \(why); is a disk not mounted? \(files.prefix(1).uppercased())"
                + "\(files.dropFirst()) that came from it stay; where they are gone for good, remove \(source.argument)"
        )
    }
}
