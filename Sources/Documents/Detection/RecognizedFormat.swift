/// What a file is by its content.
package enum RecognizedFormat: Sendable, Equatable {
    /// A format of documents.
    case document(DocumentType)
    /// A format that is never read.
    case foreign(ForeignFormat)
}
