internal import GRDB

/// Kept answers.
enum AnswerInspection {
    static func problems(in database: Database) throws -> [LibraryProblem] {
        let rows = try Row.fetchCursor(database, sql: "SELECT id, text, digest FROM answer ORDER BY id")
        var damaged: [String] = []
        while let row = try rows.next() {
            let text: String? = try row.decode(atIndex: 1)
            let digest: String = try row.decode(atIndex: 2)
            if let text, StoredAnswer.digest(of: text) != digest { damaged.append(try row.decode(atIndex: 0)) }
        }
        let leftovers = try String.fetchAll(
            database,
            sql: """
                SELECT DISTINCT answer.id FROM answer_source s JOIN answer ON answer.id = s.answer
                JOIN conversation c ON c.id = answer.conversation
                WHERE NOT EXISTS (
                  SELECT 1 FROM file JOIN document ON document.id = file.document
                  WHERE document.hash = s.document AND file.profile = c.profile)
                ORDER BY 1
                """)
        return problem("damagedAnswer", damaged, "a text that is not the one that was kept")
            + problem("orphanAnswer", leftovers, "words of a document that their profile no longer has")
    }

    private static func problem(_ code: String, _ ids: [String], _ fault: String) -> [LibraryProblem] {
        guard let first = ids.first else { return [] }
        return [
            LibraryProblem(
                code: code,
                message: "\(ids.count) answers, such as \(first), have \(fault); delete their conversations with "
                    + "`bespoke conversations delete`")
        ]
    }
}
