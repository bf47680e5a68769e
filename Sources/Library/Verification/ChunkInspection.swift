internal import Foundation
internal import GRDB

/// Chunks, and that every document has its own without gaps.
enum ChunkInspection {
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
        let rows = try Row.fetchCursor(database, sql: "SELECT id, text, headings, pieces, tokens FROM chunk")
        while let row = try rows.next() {
            let text: String = try row.decode(atIndex: 1)
            let headings: String = try row.decode(atIndex: 2)
            let pieces: String = try row.decode(atIndex: 3)
            let decoder = JSONDecoder()
            let decoded = try? decoder.decode([NewChunk.Piece].self, from: Data(pieces.utf8))
            let fits = decoded.map { cover($0, text.utf8.count) }
            let tokens: Int = try row.decode(atIndex: 4)
            let hasHeadings = (try? decoder.decode([String].self, from: Data(headings.utf8))) != nil
            if fits != true || !hasHeadings || tokens < 1 { unreadable.append(try row.decode(atIndex: 0)) }
        }
        let names: (Int64) throws -> [String] = { try Concerned.files(ofChunk: $0, in: database) }
        return try LibraryInspection.problem(
            "orphanChunk", "chunk", orphans, "belong to no document" + LibraryInspection.addAgain, naming: names)
            + LibraryInspection.problem(
                "missingChunk", "document", incomplete, "have lost chunks" + LibraryInspection.addAgain,
                naming: { try Concerned.files(ofDocument: $0, in: database) })
            + LibraryInspection.problem(
                "damagedChunk", "chunk", unreadable,
                "have headings, pieces or tokens that cannot be right" + LibraryInspection.addAgain,
                naming: names)
    }

    /// Whether pieces follow each other from the start of a text to its end, so that each part of it has a location.
    private static func cover(_ pieces: [NewChunk.Piece], _ length: Int) -> Bool {
        var end = 0
        for piece in pieces {
            guard piece.range.lowerBound >= end, piece.range.lowerBound <= end + 1 else { return false }
            end = piece.range.upperBound
        }
        return end == length
    }
}
