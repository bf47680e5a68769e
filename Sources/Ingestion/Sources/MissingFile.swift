internal import Documents
internal import Foundation
internal import Library

/// What may be meant by a path at which nothing is.
enum MissingFile {
    /// The status of the file at `path`, or of the one whose name differs only in how its characters are composed
    /// (“é” as one code point or two), which `path` then leads to.
    ///
    /// - Throws: a ``DocumentError``.
    static func statusOfEqualName(_ path: inout String, _ argument: String) throws -> FileStatus {
        do {
            return try FileStatus(of: path, named: argument)
        } catch let error as DocumentError where error.code == .notFound {
            let (folder, last, there) = surroundings(of: path)
            // Strings are equal where they are canonically equivalent.
            guard let last, let same = there.first(where: { $0.isUTF8 && $0.name == last }),
                !same.name.utf8.elementsEqual(last.utf8)
            else { throw error }
            path = PathNames.join(folder, same.name)
            return try FileStatus(of: path, named: argument)
        }
    }

    /// The error with what is there instead: a link that leads nowhere, a name that is not UTF-8, the nearest name.
    static func explained(_ error: DocumentError, _ path: String, _ argument: String) -> DocumentError {
        if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
            return DocumentError(
                .notFound, "\(argument) is a symbolic link to \(target), which does not exist; mend or remove the link")
        }
        let (_, last, there) = surroundings(of: path)
        guard let last else { return error }
        if let escaped = there.first(where: { !$0.isUTF8 && $0.name == last })?.escaped {
            return .strangeName(escaped)
        }
        let names = there.filter(\.isUTF8).map(\.name)
        guard let nearest = NearestName.suggestion(for: last, among: names) else { return error }
        let start = argument.hasSuffix(last) ? argument.dropLast(last.count) : ""
        return DocumentError(error.code, "\(argument) does not exist; did you mean \"\(start)\(nearest)\"?")
    }

    private static func surroundings(of path: String) -> (folder: String, last: String?, there: [FolderListing.Entry]) {
        let names = PathNames.names(of: path)
        let folder = "/" + names.dropLast().joined(separator: "/")
        return (folder, names.last, (try? FolderListing.entries(in: folder, named: folder)) ?? [])
    }
}
