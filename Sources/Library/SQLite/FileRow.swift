internal import Documents
internal import Foundation
internal import GRDB

/// The table `file`.
enum FileRow {
    /// Makes a document a file of a profile; what the name stood for before is deleted where nobody else uses it.
    static func put(_ file: NewFile, document: Int64, profile: Int64, in database: Database) throws {
        let previous = try Int64.fetchOne(
            database, sql: "SELECT document FROM file WHERE profile = ? AND name = ?", arguments: [profile, file.name])
        try database.execute(
            sql: """
                INSERT INTO file (profile, name, document, path, size, modified, added_at, etag, last_modified)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (profile, name) DO UPDATE SET document = excluded.document, path = excluded.path,
                  size = excluded.size, modified = excluded.modified, added_at = excluded.added_at,
                  etag = excluded.etag, last_modified = excluded.last_modified
                """,
            arguments: [
                profile, file.name, document, file.path, file.size, file.modified, Timestamp.milliseconds(Date()),
                file.validators.etag, file.validators.lastModified,
            ])
        if let previous, previous != document {
            try AnswerRow.forget([previous], ofProfile: profile, in: database)
            try DocumentRow.deleteUnused([previous], in: database)
        }
    }

    /// Deletes the file of that name, or, where there is none, the only one whose name differs just in how its characters
    /// are composed; returns its document, nil where there is none.
    static func delete(_ name: String, profile: Int64, in database: Database) throws -> Int64? {
        let statement = try database.cachedStatement(
            sql: "DELETE FROM file WHERE profile = ? AND name = ? RETURNING document")
        if let document = try Int64.fetchOne(statement, arguments: [profile, name]) { return document }
        // Strings are equal where they are canonically equivalent; SQLite compares their bytes.
        let equal = try String.fetchAll(database, sql: "SELECT name FROM file WHERE profile = ?", arguments: [profile])
            .filter { $0 == name }
        guard equal.count == 1 else { return nil }
        return try Int64.fetchOne(statement, arguments: [profile, equal[0]])
    }

    /// Deletes files with what was inside them, and documents that nobody else uses.
    ///
    /// - Returns: the names of all files that were deleted, in order of their bytes.
    /// - Throws: ``LibraryError`` with `fileNotFound`.
    static func remove(
        _ files: [String], profile: Int64, _ profileName: String, in database: Database
    ) throws -> [String] {
        var documents: Set<Int64> = []
        let named = Set(files)
        let children = Set(try named.flatMap { try FileRow.children(of: $0, profile: profile, in: database) })
            .subtracting(named)
        for file in named {
            guard let document = try FileRow.delete(file, profile: profile, in: database) else {
                throw try FileRow.notFound(file, profile: profile, profileName, in: database)
            }
            documents.insert(document)
        }
        for child in children {
            if let document = try FileRow.delete(child, profile: profile, in: database) { documents.insert(document) }
        }
        try AnswerRow.forget(documents.sorted(), ofProfile: profile, in: database)
        try DocumentRow.deleteUnused(documents.sorted(), in: database)
        return named.union(children).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The names of the files inside a document: what has no path of its own, and a name that begins with the document's.
    static func children(of name: String, profile: Int64, in database: Database) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT name FROM file WHERE profile = ? AND path IS NULL AND substr(name, 1, length(?)) = ?
                """, arguments: [profile, name + "/", name + "/"])
    }

    /// A file from a row of `file` joined with `document`.
    static func file(from row: Row) throws -> LibraryFile {
        let name: String = try row.decode(forColumn: "name")
        let type: String = try row.decode(forColumn: "type")
        let diagnostics: String = try row.decode(forColumn: "diagnostics")
        let ledger: String? = try row.decode(forColumn: "ledger")
        guard let known = DocumentType(rawValue: type) else {
            throw LibraryError(
                .newerSchema, "\(name) has the type \"\(type)\", which this Bespoke does not know; install a newer one")
        }
        return LibraryFile(
            file: NewFile(
                name: name, path: try row.decode(forColumn: "path"), size: try row.decode(forColumn: "size"),
                modified: try row.decode(forColumn: "modified"),
                validators: WebValidators(
                    etag: try row.decode(forColumn: "etag"), lastModified: try row.decode(forColumn: "last_modified"))),
            document: DocumentID(rawValue: try row.decode(forColumn: "hash")), type: known,
            chunkCount: try row.decode(forColumn: "chunk_count"),
            pageCount: try row.decode(forColumn: "pages"),
            diagnostics: diagnostics == "[]"
                ? [] : try JSONText.decode([Diagnostic].self, from: diagnostics, what: "the diagnostics of \(name)"),
            ledger: try ledger.map {
                try JSONText.decode(ExtractionLedger.self, from: $0, what: "what is noted about \(name)")
            },
            addedAt: Timestamp.date(try row.decode(forColumn: "added_at")),
            source: try row.decode(forColumn: "source"))
    }

    static func notFound(_ file: String, profile: Int64, _ profileName: String, in database: Database) throws
        -> LibraryError
    {
        let names = try String.fetchAll(
            database, sql: "SELECT name FROM file WHERE profile = ? ORDER BY name", arguments: [profile])
        let hint = NearestName.hint(for: file, among: names)
        return LibraryError(
            .fileNotFound,
            "the profile \"\(profileName)\" has no file \"\(file)\""
                + (hint.isEmpty ? "; `bespoke files \(profileName)` shows its files" : hint))
    }
}
