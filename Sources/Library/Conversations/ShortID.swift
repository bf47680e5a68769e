internal import GRDB

/// Ids of conversations and answers: short enough to be typed.
enum ShortID {
    /// No vowels, so that no id is a word, and no signs that look like others.
    private static let signs = Array("bcdfghjkmnpqrstvwxz23456789")
    private static let length = 6

    /// An id that neither a conversation nor an answer has.
    static func unused(in database: Database) throws -> String {
        while true {
            let id = String((0..<length).map { _ in signs[Int.random(in: signs.indices)] })
            let isUsed = try Bool.fetchOne(
                database,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM conversation WHERE id = ?1) OR EXISTS (SELECT 1 FROM answer WHERE id = ?1)
                    """, arguments: [id])
            if isUsed == false { return id }
        }
    }

    /// An id as it is stored, whatever the case in which it was typed.
    static func spelled(_ id: String) -> String { id.lowercased().filter { !$0.isWhitespace } }
}
