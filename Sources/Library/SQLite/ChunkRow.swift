internal import Foundation
internal import GRDB

/// The table `chunk`.
enum ChunkRow {
    /// Chunks by id, in the order asked; ids that are gone are left out. `profile` gives them their file names.
    static func chunks(_ ids: [Int64], profile: Int64?, in database: Database) throws -> [StoredChunk] {
        // Of several names for the same document the first counts, so that an answer is the same each time.
        let statement = try database.cachedStatement(
            sql: """
                SELECT chunk.id, chunk.ordinal, chunk.text, chunk.headings, chunk.pieces, chunk.tokens,
                  document.hash, document.title,
                  (SELECT min(name) FROM file WHERE file.document = document.id AND file.profile = ?2) AS file
                FROM chunk JOIN document ON document.id = chunk.document WHERE chunk.id = ?1
                """)
        return try ids.compactMap { id in
            try Row.fetchOne(statement, arguments: [id, profile]).map { try chunk(from: $0) }
        }
    }

    private static func chunk(from row: Row) throws -> StoredChunk {
        let id: Int64 = try row.decode(forColumn: "id")
        let content = NewChunk(
            text: try row.decode(forColumn: "text"),
            headings: try JSONText.decode(
                [String].self, from: try row.decode(forColumn: "headings"), what: "the headings of chunk \(id)"),
            pieces: try JSONText.decode(
                [NewChunk.Piece].self, from: try row.decode(forColumn: "pieces"), what: "the pieces of chunk \(id)"),
            tokenCount: try row.decode(forColumn: "tokens"))
        guard content.pieces.allSatisfy({ $0.range.lowerBound >= 0 && $0.range.upperBound <= content.text.utf8.count })
        else {
            throw LibraryError(
                .damaged,
                "the pieces of chunk \(id) reach beyond its text; run `bespoke verify`, or remove the file and "
                    + "add it again"
            )
        }
        return StoredChunk(
            id: id, document: DocumentID(rawValue: try row.decode(forColumn: "hash")),
            file: try row.decode(forColumn: "file") ?? "", title: try row.decode(forColumn: "title"),
            ordinal: try row.decode(forColumn: "ordinal"), content: content)
    }
}
