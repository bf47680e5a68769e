/// What a file is by its content.
package enum RecognizedFormat: Sendable, Equatable {
    /// A format of documents, whether or not it has a reader.
    case document(DocumentType)
    /// A format that is never read.
    case foreign(ForeignFormat)
}

extension DocumentType {
    /// The format as one that is refused.
    package var asForeign: ForeignFormat { ForeignFormat(noun, advice) }
}
