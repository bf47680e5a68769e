internal import Documents
internal import Foundation

/// The names in a folder.
enum FolderListing {
    /// One of them.
    struct Entry {
        /// The name; bytes that are not UTF-8 are U+FFFD in it.
        var name: String
        /// The name with its bytes that are not UTF-8 written out, such as `caf\\xE9.txt`; nil where all are.
        var escaped: String?
        /// Whether it is known to be a folder.
        var isFolder: Bool

        /// Whether its path can be written as text, and so be opened.
        var isUTF8: Bool { escaped == nil }
    }

    /// All but `.` and `..`, in the order of their names' bytes.
    ///
    /// - Throws: a ``DocumentError``.
    static func entries(in path: String, named name: String) throws -> [Entry] {
        guard let folder = opendir(path) else { throw DocumentError.system(errno, reading: name) }
        defer { closedir(folder) }
        var entries: [Entry] = []
        while let entry = readdir(folder) {
            let isFolder = Int(entry.pointee.d_type) == Int(DT_DIR)
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { buffer in Array(buffer.prefix { $0 != 0 }) }
            let name = String(decoding: bytes, as: UTF8.self)
            if name == "." || name == ".." { continue }
            let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
            entries.append(Entry(name: name, escaped: isUTF8 ? nil : escaped(bytes), isFolder: isFolder))
        }
        return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private static func escaped(_ bytes: [UInt8]) -> String {
        var text = ""
        var index = 0
        while index < bytes.count {
            let length = bytes.withUnsafeBufferPointer { ByteSurvey.sequenceLength($0, at: index) }
            if length > 0 {
                text += String(decoding: bytes[index..<index + length], as: UTF8.self)
            } else {
                text += "\\x" + String(bytes[index], radix: 16, uppercase: true)
            }
            index += max(1, length)
        }
        return text
    }
}

extension DocumentError {
    /// The error for a name that is not UTF-8.
    static func strangeName(_ escaped: String) -> DocumentError {
        DocumentError(.unreadable, "\(escaped) has a name that is not UTF-8; rename that file")
    }
}
