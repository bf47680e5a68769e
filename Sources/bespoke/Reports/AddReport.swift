internal import Documents
internal import Ingestion
internal import Library

/// The result of `add` and `sync`.
struct AddReport: Encodable {
    let added: Int
    let updated: Int
    let unchanged: Int
    let removed: Int
    let moved: Int
    let failed: [Failed]
    let skipped: Int
    let chunks: Int
    let embedded: Int
    let pending: Int
    /// Files of which too few pages gave text; only where a least share was asked for.
    let incomplete: [Incomplete]?

    /// A file with pages that gave no text.
    struct Incomplete: Encodable {
        let document: String
        let coverage: Double
        let emptyPages: [Int]
    }

    /// An input that was not added.
    struct Failed: Encodable {
        let source: String
        let code: String
        let message: String
    }

    init(_ report: IngestReport, incomplete: [LibraryFile]? = nil) {
        added = report.added
        updated = report.updated
        unchanged = report.unchanged
        removed = report.removed
        moved = report.moved
        failed = report.failed.map { Failed(source: $0.source, code: $0.code, message: $0.message) }
        skipped = report.skipped
        chunks = report.chunks
        embedded = report.embedded
        pending = report.pending
        self.incomplete = incomplete?.map {
            Incomplete(
                document: $0.file.name, coverage: $0.ledger?.coverage ?? 1, emptyPages: $0.ledger?.emptyPages ?? [])
        }
    }
}
