internal import Documents
internal import Foundation
internal import Library

/// The folders in which a change may concern a profile.
struct WatchedFolders: Sendable {
    /// What matters in each folder, by its path: the names of files and folders, or nil for all.
    private(set) var names: [String: Set<String>?] = [:]

    /// Looks at the disk, so it is not for the cooperative pool.
    init(of sources: [NewSource], files: [LibraryFile], rules: SourceRules) {
        for source in sources {
            switch source.kind {
            case .web: break
            case .file: add(source.argument)
            case .folder, .pattern:
                let (argument, base) = source.written
                let list = SourceList.expand([argument], base: base, rules: rules)
                for folder in list.folders { names[folder] = .some(nil) }
                if source.kind == .folder { add(source.argument) }
            }
        }
        for file in files where file.source == nil {
            if let path = file.file.path, path.hasPrefix("/") { add(path) }
        }
    }

    /// A file or folder matters in the nearest folder above it that exists, which tells when it comes, changes or goes.
    private mutating func add(_ path: String) {
        var parts = PathNames.names(of: path)
        while let last = parts.popLast() {
            let folder = "/" + parts.joined(separator: "/")
            guard access(folder, F_OK) == 0 else { continue }
            switch names[folder] {
            case nil: names[folder] = [last]
            case .some(.some(let others)): names[folder] = others.union([last])
            case .some(nil): break
            }
            return
        }
    }
}
