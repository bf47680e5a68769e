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

/// The result of `files --report`.
struct LedgerListReport: Encodable {
    let files: [Row]

    /// What was taken from one file; all but the name is nil for what an older Bespoke read.
    struct Row: Encodable {
        let document: String
        let coverage: Double?
        let pages: Int?
        let emptyPages: [Int]?
        let characters: Int?
        let tables: Int?
        let omissions: [ExtractionLedger.Omission]?
        let diagnostics: [Diagnostic]
    }

    init(_ files: [LibraryFile]) {
        self.files = files.map {
            Row(
                document: $0.file.name, coverage: $0.ledger?.coverage, pages: $0.ledger?.pages,
                emptyPages: $0.ledger?.emptyPages, characters: $0.ledger?.characters, tables: $0.ledger?.tables,
                omissions: $0.ledger?.omissions, diagnostics: $0.diagnostics)
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
    let canonical: String?
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
        canonical = document.canonicalAddress
        blocks = document.blocks.map {
            Row(kind: $0.kind, text: $0.text, location: $0.location, headings: $0.headings, hidden: $0.isHidden)
        }
        diagnostics = document.diagnostics
    }

    /// The result for a file of which nothing could be read; `type` is nil where its format is not known.
    init(_ error: DocumentError, type: DocumentType?) {
        self.type = type
        title = nil
        canonical = nil
        blocks = []
        diagnostics = [Diagnostic(severity: .error, code: error.code.rawValue, message: error.message)]
    }
}
