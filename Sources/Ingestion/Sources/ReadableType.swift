internal import Documents
internal import Foundation

/// Tells cheaply whether a file that was found in a folder is of a type that is read.
enum ReadableType {
    private static let known = Set(DocumentType.allCases.flatMap(\.fileExtensions))
    private static let sampleSize = 4_096

    /// Known extensions count unseen, so that a damaged file of such a name is reported; of others the start is looked
    /// at. So does a file that cannot be opened or is empty: the reader says why.
    ///
    /// - Parameter takesPictures: whether images that seldom are of text count too.
    static func isLikely(_ path: String, takesPictures: Bool) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        if DocumentType.isPicture(named: name) { return takesPictures }
        if let dot = name.lastIndex(of: "."), known.contains(name[name.index(after: dot)...].lowercased()) {
            return true
        }
        guard let head = SourceReader.head(of: path, count: sampleSize), !head.isEmpty else { return true }
        guard let type = try? DocumentReaders.standard.type(of: head, name: String(name)) else { return false }
        return takesPictures || !DocumentType.pictures.contains(type)
    }
}
