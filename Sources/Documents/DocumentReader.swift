public import Foundation

/// Turns the bytes of one format into a document of blocks.
public protocol DocumentReader: Sendable {
    /// The format it reads.
    var type: DocumentType { get }
    /// The most bytes of a file; nil for the limit of ``DocumentReaders``, which is the default.
    var maximumFileBytes: Int? { get }

    /// Reads `bytes`.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - name: the file's name, for titles and messages only.
    /// - Throws: a ``DocumentError`` when nothing of the document can be read.
    func read(_ bytes: Data, name: String) async throws -> Document
}

extension DocumentReader {
    /// No limit but that of ``DocumentReaders``.
    public var maximumFileBytes: Int? { nil }
}
