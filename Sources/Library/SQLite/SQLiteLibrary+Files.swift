public import Foundation
internal import Crypto
internal import Documents
internal import GRDB

extension SQLiteLibrary {
    /// The files of a profile, in order of their names' bytes.
    public func files(ofProfile name: String) async throws -> [LibraryFile] {
        try await read { database in
            let id = try ProfileRow.id(of: name, in: database)
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT file.name, file.path, file.size, file.modified, file.added_at, file.source, file.etag,
                      file.last_modified,
                      document.hash, document.type, document.chunk_count, document.pages, document.diagnostics,
                      document.ledger
                    FROM file JOIN document ON document.id = file.document
                    WHERE file.profile = ? ORDER BY file.name
                    """, arguments: [id])
            var files: [LibraryFile] = []
            while let row = try rows.next() { files.append(try FileRow.file(from: row)) }
            return files
        }
    }

    /// A digest of the profile's file names and their documents' hashes.
    public func digest(ofProfile name: String) async throws -> String {
        try await read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT file.name, document.hash FROM file JOIN document ON document.id = file.document
                    WHERE file.profile = ? ORDER BY file.name
                    """, arguments: [try ProfileRow.id(of: name, in: database)])
            var hash = SHA256()
            while let row = try rows.next() {
                let name: String = try row.decode(atIndex: 0)
                hash.update(data: Data("\(try row.decode(String.self, atIndex: 1)) \(name)\n".utf8))
            }
            return hash.finalize().map { String(format: "%02x", $0) }.joined()
        }
    }

    /// Whether a document with these bytes is stored, with its chunks.
    public func hasDocument(_ id: DocumentID) async throws -> Bool {
        try await read { try DocumentRow.find(id, in: $0) != nil }
    }

    /// Stores a document, unless its bytes are stored already, as a file of the profile.
    public func add(_ document: NewDocument, as file: NewFile, toProfile name: String) async throws {
        let prepared = try await offPool { try PreparedPart(document) }
        try await write { database in
            let profile = try ProfileRow.id(of: name, in: database)
            let id =
                try DocumentRow.find(document.id, in: database)
                ?? DocumentRow.insert(document, prepared, in: database)
            try FileRow.put(file, document: id, profile: profile, in: database)
        }
    }

    /// Stores a document part by part, unless its bytes are stored already, as a file of the profile.
    ///
    /// - Returns: how many chunks it has.
    public func add(_ document: LongDocument, as file: NewFile, toProfile name: String) async throws -> Int {
        try await write { database in
            let profile = try ProfileRow.id(of: name, in: database)
            let id: Int64
            if let known = try DocumentRow.find(document.id, in: database) {
                id = known
            } else {
                let parts = PartsAhead(try document.open())
                id = try DocumentRow.insert(document, parts: parts.next, in: database)
            }
            try FileRow.put(file, document: id, profile: profile, in: database)
            return try Int.fetchOne(
                database, sql: "SELECT chunk_count FROM document WHERE id = ?", arguments: [id]) ?? 0
        }
    }

    /// Makes a stored document a file of the profile.
    ///
    /// - Throws: ``LibraryError`` with `profileNotFound` or `documentNotFound`.
    public func attach(_ id: DocumentID, as file: NewFile, toProfile name: String) async throws {
        try await write { database in
            let profile = try ProfileRow.id(of: name, in: database)
            guard let document = try DocumentRow.find(id, in: database) else { throw DocumentRow.notFound(id) }
            try FileRow.put(file, document: document, profile: profile, in: database)
        }
    }

    /// Removes all of `files`, and what was inside them, or, where one is not there, none.
    @discardableResult
    public func remove(files: [String], fromProfile name: String) async throws -> [String] {
        guard !files.isEmpty else { return [] }
        let removed = try await write { database in
            let profile = try ProfileRow.id(of: name, in: database)
            return try FileRow.remove(files, profile: profile, name, in: database)
        }
        try await giveBackSpace()
        return removed
    }

    /// The bytes as they were added.
    ///
    /// - Throws: ``LibraryError`` with `documentNotFound`.
    public func bytes(of id: DocumentID) async throws -> Data {
        try await read { database in
            guard let number = try DocumentRow.find(id, in: database) else { throw DocumentRow.notFound(id) }
            return try DocumentBytes.all(of: number, in: database)
        }
    }

    /// Puts the words of new documents in their places in the full-text index, which ``add(_:as:toProfile:)`` leaves to the end of a batch.
    public func settle() async throws {
        guard try await read({ try WordTable.hasRecent(in: $0) }) else { return }
        try await write(changesSearch: false) { try WordTable.settle(in: $0) }
    }

    /// The same, and gives free pages back to the file system, as ``remove(files:fromProfile:)`` and ``delete(profile:)`` do by
    /// themselves.
    public func compact() async throws {
        try await settle()
        try await giveBackSpace()
    }

    /// Shrinks the file by its free pages and empties the write-ahead log, where deleted text would live on.
    func giveBackSpace() async throws {
        try await LibraryFailure.translating(file: file) {
            try await pool.writeWithoutTransaction { database in
                do {
                    try database.execute(sql: "PRAGMA incremental_vacuum")
                    try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
                } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                    // Another process is at work; the next change or the last process to close does it.
                }
            }
        }
    }

    /// Runs long computations on a thread that may be busy for long.
    func offPool<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global(qos: .userInitiated).async { continuation.resume(with: Result(catching: body)) }
        }
    }
}
