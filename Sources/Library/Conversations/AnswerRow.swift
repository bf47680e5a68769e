internal import Documents
internal import Foundation
internal import GRDB

/// The tables `answer`, `answer_snippet` and `answer_source`.
enum AnswerRow {
    /// What an answer is read from.
    static let answers = """
        SELECT answer.*, profile.name AS profile FROM answer
        JOIN conversation ON conversation.id = answer.conversation JOIN profile ON profile.id = conversation.profile
        """

    /// Adds an answer behind those of a conversation.
    ///
    /// - Parameter ordinal: its place; nil for the next one.
    static func insert(
        _ content: AnswerContent, conversation: String, ordinal: Int?, at milliseconds: Int64, in database: Database
    ) throws -> String {
        let id = try ShortID.unused(in: database)
        let next = try Int.fetchOne(
            database, sql: "SELECT coalesce(max(ordinal), 0) + 1 FROM answer WHERE conversation = ?",
            arguments: [conversation])
        try database.execute(
            sql: """
                INSERT INTO answer (
                  id, conversation, ordinal, profile_version, question, query, text, digest, refused, confidence, citations,
                  prompt, settings, measures, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                id, conversation, ordinal ?? next, content.profileVersion, content.question, content.query,
                content.text,
                StoredAnswer.digest(of: content.text ?? ""), content.refused, content.confidence, content.citations,
                content.prompt,
                content.settings, content.measures, milliseconds,
            ])
        for snippet in content.snippets {
            try database.execute(
                sql: """
                    INSERT INTO answer_snippet (answer, number, document, file, chunks, location, score)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    id, snippet.number, snippet.document.rawValue, snippet.file, try JSONText.encode(snippet.chunks),
                    try JSONText.encode(snippet.location), snippet.score,
                ])
        }
        for source in content.sources {
            try database.execute(
                sql: "INSERT INTO answer_source (document, part, answer) VALUES (?, ?, ?)",
                arguments: [source.document.rawValue, source.part.rawValue, id])
        }
        return id
    }

    /// An answer from a row of ``answers``.
    static func answer(from row: Row, in database: Database) throws -> StoredAnswer {
        let id: String = try row.decode(forColumn: "id")
        return StoredAnswer(
            id: id, conversation: try row.decode(forColumn: "conversation"),
            profile: try row.decode(forColumn: "profile"),
            ordinal: try row.decode(forColumn: "ordinal"), digest: try row.decode(forColumn: "digest"),
            createdAt: Timestamp.date(try row.decode(forColumn: "created_at")),
            content: AnswerContent(
                question: try row.decode(forColumn: "question"), query: try row.decode(forColumn: "query"),
                text: try row.decode(forColumn: "text"), refused: try row.decode(forColumn: "refused"),
                confidence: try row.decode(forColumn: "confidence"), citations: try row.decode(forColumn: "citations"),
                snippets: try snippets(of: id, in: database), prompt: try row.decode(forColumn: "prompt"),
                settings: try row.decode(forColumn: "settings"), measures: try row.decode(forColumn: "measures"),
                profileVersion: try row.decode(forColumn: "profile_version"), sources: try sources(of: id, in: database)
            ))
    }

    private static func snippets(of id: String, in database: Database) throws -> [AnswerSnippet] {
        let rows = try Row.fetchAll(
            database.cachedStatement(sql: "SELECT * FROM answer_snippet WHERE answer = ? ORDER BY number"),
            arguments: [id])
        return try rows.map { row in
            let what = "a passage of the answer \(id)"
            return AnswerSnippet(
                number: try row.decode(forColumn: "number"),
                document: DocumentID(rawValue: try row.decode(forColumn: "document")),
                file: try row.decode(forColumn: "file"),
                chunks: try JSONText.decode([Int64].self, from: try row.decode(forColumn: "chunks"), what: what),
                location: try JSONText.decode(Location.self, from: try row.decode(forColumn: "location"), what: what),
                score: try row.decode(forColumn: "score"))
        }
    }

    private static func sources(of id: String, in database: Database) throws -> Set<AnswerSource> {
        let rows = try Row.fetchAll(
            database.cachedStatement(sql: "SELECT document, part FROM answer_source WHERE answer = ?"), arguments: [id])
        return Set(
            try rows.compactMap { row in
                try AnswerSource.Part(rawValue: row.decode(forColumn: "part")).map {
                    AnswerSource(document: DocumentID(rawValue: try row.decode(forColumn: "document")), part: $0)
                }
            })
    }
}

extension AnswerRow {
    /// Takes out of a profile's answers what came from documents that the profile no longer has.
    ///
    /// - Parameter documents: those that may have gone.
    static func forget(_ documents: some Sequence<Int64>, ofProfile profile: Int64, in database: Database) throws {
        for document in documents {
            let hash = try String.fetchOne(
                database,
                sql: """
                    SELECT hash FROM document WHERE id = ?1
                    AND NOT EXISTS (SELECT 1 FROM file WHERE profile = ?2 AND document = ?1)
                    """, arguments: [document, profile])
            if let hash { try forget(hash, ofProfile: profile, in: database) }
        }
    }

    /// The same for the documents of a new answer: one may have gone while the engine spoke.
    static func forgetMissing(of answer: String, profile: Int64, in database: Database) throws {
        let missing = try String.fetchAll(
            database,
            sql: """
                SELECT document FROM answer_source WHERE answer = ?1 UNION SELECT document FROM answer_snippet WHERE answer = ?1
                EXCEPT SELECT hash FROM document JOIN file ON file.document = document.id WHERE file.profile = ?2
                """, arguments: [answer, profile])
        for hash in missing { try forget(hash, ofProfile: profile, in: database) }
    }

    private static func forget(_ hash: String, ofProfile profile: Int64, in database: Database) throws {
        let own = "(SELECT a.id FROM answer a JOIN conversation c ON c.id = a.conversation WHERE c.profile = :profile)"
        let held = "id IN \(own) AND id IN (SELECT answer FROM answer_source WHERE document = :hash AND part = :part)"
        let parts: [(AnswerSource.Part, String)] = [
            (.text, "text = NULL, citations = NULL"), (.prompt, "prompt = NULL"), (.query, "query = NULL"),
        ]
        for (part, change) in parts {
            try database.execute(
                sql: "UPDATE answer SET \(change) WHERE \(held)",
                arguments: ["profile": profile, "hash": hash, "part": part.rawValue])
        }
        for table in ["answer_snippet", "answer_source"] {
            try database.execute(
                sql: "DELETE FROM \(table) WHERE document = :hash AND answer IN \(own)",
                arguments: ["profile": profile, "hash": hash])
        }
    }
}
