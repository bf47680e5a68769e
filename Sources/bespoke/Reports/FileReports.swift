internal import Documents
internal import Foundation
internal import Library

/// The result of `files`.
struct FileListReport: Encodable {
    let files: [Row]

    /// One file.
    struct Row: Encodable {
        let document: String
        let source: String?
        let type: DocumentType
        let bytes: Int
        let chunks: Int
        let pages: Int?
        let addedAt: Date
    }

    init(_ files: [LibraryFile]) {
        self.files = files.map {
            Row(
                document: $0.file.name, source: $0.file.path, type: $0.type, bytes: $0.file.size,
                chunks: $0.chunkCount, pages: $0.pageCount, addedAt: $0.addedAt)
        }
    }
}

/// The result of `remove`.
struct RemoveReport: Encodable {
    let removed: [String]
}

/// The result of `text`.
struct TextReport: Encodable {
    let type: DocumentType?
    let title: String?
    let blocks: [Row]
    let diagnostics: [Diagnostic]

    /// One block.
    struct Row: Encodable {
        let kind: Block.Kind
        let text: String
        let location: Location
        let headings: [String]
        let hidden: Bool
    }

    init(_ document: Document) {
        type = document.type
        title = document.title
        blocks = document.blocks.map {
            Row(kind: $0.kind, text: $0.text, location: $0.location, headings: $0.headings, hidden: $0.isHidden)
        }
        diagnostics = document.diagnostics
    }

    /// The result for a file of which nothing could be read; `type` is nil where its format is not known.
    init(_ error: DocumentError, type: DocumentType?) {
        self.type = type
        title = nil
        blocks = []
        diagnostics = [Diagnostic(severity: .error, code: error.code.rawValue, message: error.message)]
    }
}
