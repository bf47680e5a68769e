internal import Foundation

/// Paths as texts of names divided by `/`.
enum PathNames {
    /// The names of a path, without empty ones and `.`.
    static func names(of path: String) -> [String] {
        path.utf8.split(separator: 0x2F).compactMap { String($0) }.filter { $0 != "." }
    }

    /// What a name of several parts begins with: "a" and "a/b" of "a/b/c".
    static func beginnings(of name: String) -> [String] {
        name.utf8.indices.filter { name.utf8[$0] == 0x2F }.map { String(name[..<$0]) }
    }

    static func join(_ folder: String, _ name: String) -> String {
        folder.utf8.last == 0x2F ? folder + name : folder + "/" + name
    }

    /// The path without symbolic links; nil where nothing is there.
    static func real(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(validatingCString: resolved)
    }

    /// An absolute path, the same for each way to name the file; a link at its end stays.
    static func absolute(_ path: String, base: String) -> String {
        let whole = path.hasPrefix("/") ? path : join(base, path)
        guard let last = names(of: whole).last, last != ".." else { return real(whole) ?? whole }
        let folder = "/" + names(of: whole).dropLast().joined(separator: "/")
        return join(real(folder) ?? folder, last)
    }

    /// What to call a file that was named by `path`: the path without `./`, or the last name of an absolute path.
    static func documentName(_ path: String) -> String {
        let names = names(of: path)
        guard !path.hasPrefix("/") else { return names.last ?? path }
        return names.isEmpty ? path : names.joined(separator: "/")
    }
}
