public import Foundation

/// Turns the bytes of one format into a document of blocks.
public protocol DocumentReader: Sendable {
    /// The format it reads.
    var type: DocumentType { get }

    /// Reads `bytes`.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - name: the file's name, for titles and messages only.
    /// - Throws: a ``DocumentError`` when nothing of the document can be read.
    func read(_ bytes: Data, name: String) async throws -> Document
}
