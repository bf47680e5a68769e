internal import Foundation
internal import GRDB

extension SQLiteLibrary {
    /// Keeps answers as the next turns of a conversation.
    public func keep(
        _ answers: [AnswerContent], inConversation id: String?, replacing replaced: String?, ofProfile name: String
    ) async throws -> [StoredAnswer] {
        guard let first = answers.first else { return [] }
        return try await write(changesSearch: false) { database in
            let profile = try ProfileRow.id(of: name, in: database)
            let now = try ConversationRow.nextChange(in: database)
            let conversation =
                try id.map { try ConversationRow.find($0, in: database) }
                ?? ConversationRow.insert(first.question, profile: profile, at: now, in: database)
            let owner = try Int64.fetchOne(
                database, sql: "SELECT profile FROM conversation WHERE id = ?", arguments: [conversation])
            guard owner == profile else {
                throw LibraryError(
                    .conversationNotFound,
                    "the conversation \(conversation) is one of another profile than “\(name)”; “bespoke conversations” tells "
                        + "which")
            }
            var place: Int?
            if let replaced {
                place = try Int.fetchOne(
                    database, sql: "DELETE FROM answer WHERE id = ? AND conversation = ? RETURNING ordinal",
                    arguments: [ShortID.spelled(replaced), conversation])
            }
            let ids = try answers.map { content in
                let id = try AnswerRow.insert(
                    content, conversation: conversation, ordinal: place, at: now, in: database)
                place = nil
                try AnswerRow.forgetMissing(of: id, profile: profile, in: database)
                return id
            }
            try database.execute(
                sql: "UPDATE conversation SET updated_at = ? WHERE id = ?", arguments: [now, conversation])
            return try ids.map { try Self.answer($0, in: database) }
        }
    }

    /// All conversations, those of one profile or of all, last changed first.
    public func conversations(ofProfile name: String?) async throws -> [ConversationSummary] {
        try await read { database in
            let profile = try name.map { try ProfileRow.id(of: $0, in: database) }
            return try Row.fetchAll(
                database,
                sql: ConversationRow.summaries
                    + " WHERE ?1 IS NULL OR conversation.profile = ?1 ORDER BY conversation.updated_at DESC, conversation.id",
                arguments: [profile]
            ).map(ConversationRow.summary)
        }
    }

    /// A conversation by its id or that of one of its answers.
    public func conversation(_ id: String) async throws -> ConversationSummary {
        try await read { database in
            let row = try Row.fetchOne(
                database, sql: ConversationRow.summaries + " WHERE conversation.id = ?",
                arguments: [try ConversationRow.find(id, in: database)])
            guard let row else { throw ConversationRow.notFound(id) }
            return try ConversationRow.summary(from: row)
        }
    }

    /// The answers of a conversation, in order.
    public func answers(inConversation id: String) async throws -> [StoredAnswer] {
        try await read { database in
            try Row.fetchAll(
                database, sql: AnswerRow.answers + " WHERE answer.conversation = ? ORDER BY answer.ordinal",
                arguments: [try ConversationRow.find(id, in: database)]
            ).map { try AnswerRow.answer(from: $0, in: database) }
        }
    }

    /// An answer by its id, or the last one of the conversation of that id.
    public func answer(_ id: String) async throws -> StoredAnswer {
        try await read { try Self.answer(id, in: $0) }
    }

    private static func answer(_ id: String, in database: Database) throws -> StoredAnswer {
        let row = try Row.fetchOne(
            database,
            sql: AnswerRow.answers + """
                 WHERE answer.id = ?1 OR answer.id =
                  (SELECT id FROM answer WHERE conversation = ?1 ORDER BY ordinal DESC LIMIT 1)
                """, arguments: [ShortID.spelled(id)])
        guard let row else { throw ConversationRow.notFound(id) }
        return try AnswerRow.answer(from: row, in: database)
    }

    /// Answers by words, as the full-text index of documents spells them. There are few enough to look at each.
    public func answers(
        matching query: String, ofProfile name: String?, limit: Int
    ) async throws -> [StoredAnswer] {
        try await read { database in
            let profile = try name.map { try ProfileRow.id(of: $0, in: database) }
            let rows = try Row.fetchCursor(
                database,
                sql: AnswerRow.answers
                    + " WHERE ?1 IS NULL OR conversation.profile = ?1 ORDER BY answer.created_at DESC, answer.ordinal DESC",
                arguments: [profile])
            let wanted = Set(query.lowercased().split { !$0.isLetter && !$0.isNumber })
            var found: [StoredAnswer] = []
            while found.count < limit, let row = try rows.next() {
                let question: String = try row.decode(forColumn: "question")
                let text: String? = try row.decode(forColumn: "text")
                let held = "\(question)\n\(text ?? "")".lowercased()
                if wanted.allSatisfy(held.contains) { found.append(try AnswerRow.answer(from: row, in: database)) }
            }
            return found
        }
    }

    /// What was asked last, oldest first.
    public func questions(ofProfile name: String, limit: Int) async throws -> [String] {
        try await read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT question FROM answer JOIN conversation ON conversation.id = answer.conversation WHERE profile = ?
                    GROUP BY question ORDER BY max(answer.created_at) DESC, max(ordinal) DESC LIMIT ?
                    """, arguments: [try ProfileRow.id(of: name, in: database), limit]
            ).reversed()
        }
    }

    /// Gives a conversation another name.
    public func rename(conversation id: String, to name: String) async throws {
        try await write(changesSearch: false) { database in
            try database.execute(
                sql: "UPDATE conversation SET name = ? WHERE id = ?",
                arguments: [ConversationRow.line(name), try ConversationRow.find(id, in: database)])
        }
    }

    /// Deletes an answer; a conversation that has none left goes too.
    public func delete(answer id: String) async throws {
        try await write(changesSearch: false) { database in
            let conversation = try String.fetchOne(
                database, sql: "DELETE FROM answer WHERE id = ? RETURNING conversation",
                arguments: [ShortID.spelled(id)])
            guard let conversation else { throw ConversationRow.notFound(id) }
            try database.execute(
                sql: """
                    DELETE FROM conversation WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM answer WHERE conversation = ?1)
                    """, arguments: [conversation])
        }
        try await giveBackSpace()
    }

    /// Deletes all of these conversations, or, where one is not there, none.
    public func delete(conversations ids: [String]) async throws {
        try await write(changesSearch: false) { database in
            for id in ids {
                try database.execute(
                    sql: "DELETE FROM conversation WHERE id = ?",
                    arguments: [try ConversationRow.find(id, in: database)])
            }
        }
        try await giveBackSpace()
    }
}
