internal import Documents
internal import Foundation

/// The names in a folder.
enum FolderListing {
    /// All names but `.` and `..`, in the order of their bytes. A name that is not UTF-8 is nil.
    ///
    /// - Throws: a ``DocumentError``.
    static func names(in path: String, named name: String) throws -> [String?] {
        guard let folder = opendir(path) else { throw DocumentError.system(errno, reading: name) }
        defer { closedir(folder) }
        var names: [String] = []
        var strange = 0
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { buffer in
                String(validating: buffer.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let name else {
                strange += 1
                continue
            }
            if name != ".", name != ".." { names.append(name) }
        }
        names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return names + Array(repeating: nil, count: strange)
    }
}
