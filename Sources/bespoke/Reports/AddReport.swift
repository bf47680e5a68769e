internal import Ingestion

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

    /// An input that was not added.
    struct Failed: Encodable {
        let source: String
        let code: String
        let message: String
    }

    init(_ report: IngestReport) {
        added = report.added
        updated = report.updated
        unchanged = report.unchanged
        removed = report.removed
        moved = report.moved
        failed = report.failed.map { Failed(source: $0.source, code: $0.code, message: $0.message) }
        skipped = report.skipped
        chunks = report.chunks
        embedded = report.embedded
    }
}
