internal import Documents
internal import Foundation

/// A Git repository without a work tree, whose folder holds no files as people know them.
enum BareRepository {
    /// Whether a folder is one.
    ///
    /// Source: gitrepository-layout(5).
    static func isAt(_ path: String) -> Bool {
        let folders = ["objects", "refs"].allSatisfy { name in
            let path = PathNames.join(path, name)
            return (try? FileStatus(of: path, named: path).kind) == .folder
        }
        guard folders, let head = SourceReader.head(of: PathNames.join(path, "HEAD"), count: 64) else { return false }
        let text = String(decoding: head, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return text.hasPrefix("ref: refs/") || text.count >= 40 && text.allSatisfy(\.isHexDigit)
    }

    /// The error for an argument that names one.
    static func refused(_ argument: String) -> DocumentError {
        DocumentError(
            .unsupportedFormat,
            "\(argument) is a bare Git repository, which has its files packed; get them with git clone, and add that folder"
        )
    }
}
