internal import Foundation
internal import GRDB

/// Chunks, and that every document has its own without gaps.
enum ChunkInspection {
    private static let advice = "; remove the files and add them again"

    static func problems(in database: Database) throws -> [LibraryProblem] {
        let orphans = try Int64.fetchAll(
            database,
            sql: """
                SELECT chunk.id FROM chunk LEFT JOIN document ON document.id = chunk.document
                WHERE document.id IS NULL OR ordinal >= chunk_count OR chunk.id <> first_chunk + ordinal
                """)
        let incomplete = try Int64.fetchAll(
            database,
            sql: """
                SELECT id FROM document
                WHERE chunk_count <> (SELECT count(*) FROM chunk WHERE chunk.document = document.id)
                """)
        var unreadable: [Int64] = []
        let rows = try Row.fetchCursor(database, sql: "SELECT id, text, headings, pieces FROM chunk")
        while let row = try rows.next() {
            let text: String = try row.decode(atIndex: 1)
            let headings: String = try row.decode(atIndex: 2)
            let pieces: String = try row.decode(atIndex: 3)
            let decoder = JSONDecoder()
            let decoded = try? decoder.decode([NewChunk.Piece].self, from: Data(pieces.utf8))
            let fits = decoded?.allSatisfy { $0.range.lowerBound >= 0 && $0.range.upperBound <= text.utf8.count }
            let hasHeadings = (try? decoder.decode([String].self, from: Data(headings.utf8))) != nil
            if fits != true || !hasHeadings { unreadable.append(try row.decode(atIndex: 0)) }
        }
        return LibraryInspection.problem("orphanChunk", "chunk", orphans, "belong to no document" + advice)
            + LibraryInspection.problem("missingChunk", "document", incomplete, "have lost chunks" + advice)
            + LibraryInspection.problem(
                "damagedChunk", "chunk", unreadable, "have headings or pieces that cannot be read" + advice)
    }
}
