internal import Foundation
internal import Library

/// The files that a profile has, by path and by name, kept up to date while more are added.
struct ProfileFiles: Sendable {
    private var byName: [String: LibraryFile] = [:]
    private var nameByPath: [String: String] = [:]
    /// The names of files without a path, by each of the names that theirs begin with.
    private var childNames: [String: [String]] = [:]
    /// Names given in this ingest, and the paths that have them.
    private var given: [String: String?] = [:]

    init(_ files: [LibraryFile]) {
        for file in files {
            byName[file.file.name] = file
            if let path = file.file.path {
                nameByPath[path] = file.file.name
            } else {
                for beginning in PathNames.beginnings(of: file.file.name) {
                    childNames[beginning, default: []].append(file.file.name)
                }
            }
        }
    }

    /// The file of that name, as it was before this ingest.
    func file(named name: String) -> LibraryFile? { byName[name] }

    /// The names of the files that were inside a document, as it was before this ingest.
    func children(of name: String) -> [String] { childNames[name] ?? [] }

    /// The name under which the profile is to have a source; no other file of this ingest gets it.
    ///
    /// A path keeps its name. A name that another file has, one that still exists, gets as many of the folders before
    /// it as it takes, so that two folders with a file of the same name do not replace each other's.
    mutating func name(for source: Source) -> String {
        let name = freeName(for: source)
        given[name] = .some(source.path)
        return name
    }

    private func freeName(for source: Source) -> String {
        guard let path = source.path else { return source.name }
        if let known = nameByPath[path], isFree(known, for: path) { return known }
        if isFree(source.name, for: path) { return source.name }
        let names = PathNames.names(of: path)
        let length = PathNames.names(of: source.name).count
        for count in (length + 1)..<max(length + 1, names.count + 1) {
            let longer = names.suffix(count).joined(separator: "/")
            if isFree(longer, for: path) { return longer }
        }
        return path
    }

    private func isFree(_ name: String, for path: String) -> Bool {
        if let taken = given[name] { return taken == path }
        guard let other = byName[name]?.file.path, other != path else { return true }
        return access(other, F_OK) != 0
    }
}
