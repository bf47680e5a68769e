public import Foundation
internal import GRDB

/// The library as one SQLite file, `library.sqlite`, in write-ahead mode.
///
/// ```swift
/// let library = try SQLiteLibrary(at: URL(filePath: "/home/anna/.local/share/bespoke"))
/// let profile = try await library.create(Profile(name: "handbook"))
/// ```
///
/// - Several processes may use one library at once: readers see the last committed state, writers wait for each other.
/// - Every write is one `IMMEDIATE` transaction; statements run on the database's own queues, never on the
///   cooperative thread pool.
/// - Deleted text is overwritten (`secure_delete`), and free pages go back to the file system.
///
/// The schema is described table by table in `README.md` beside this file.
public final class SQLiteLibrary: LibraryStore {
    /// The database file.
    public let file: URL

    let pool: DatabasePool
    let scopes = ProfileScopeCache()
    let vectorCache = VectorCache()

    /// Opens the library in `folder`; makes folder (mode 700) and file (mode 600) where there are none.
    ///
    /// - Throws: ``LibraryError`` with `damaged` for a file that is no library or is corrupt, `newerSchema` for a file
    ///   of a newer Bespoke, `permissionDenied`, `diskFull`, or `busy`.
    public convenience init(at folder: URL) throws {
        try self.init(at: folder, maximumPageCount: nil)
    }

    /// Opens the library with a ceiling on its size, so that tests can fill the disk.
    ///
    /// - Parameters:
    ///   - maximumPageCount: pages of 4096 bytes; nil for no ceiling.
    ///   - busyTimeout: seconds to wait for another writer.
    package init(at folder: URL, maximumPageCount: Int?, busyTimeout: Double = 10) throws {
        file = folder.appending(path: "library.sqlite")
        let file = file
        pool = try LibraryFailure.translating(file: file) {
            try DatabaseFile.prepare(file)
            let pool = try DatabasePool(
                path: file.path,
                configuration: DatabaseFile.configuration(maximumPageCount: maximumPageCount, busyTimeout: busyTimeout))
            try pool.writeWithoutTransaction { database in
                try LibrarySchema.migrate(database, file: file)
                try database.execute(sql: "PRAGMA synchronous = FULL")
            }
            return pool
        }
    }

    /// Runs `body` on a snapshot of the library.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await LibraryFailure.translating(file: file) { try await pool.read(body) }
    }

    /// Runs `body` in one transaction, which also advances the library's generation.
    ///
    /// - Parameter changesSearch: false for what no search depends on, so that what is cached for searches holds.
    func write<Value: Sendable>(
        changesSearch: Bool = true, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await LibraryFailure.translating(file: file) {
            try await retryingBusy {
                try await pool.write { database in
                    let value = try body(database)
                    guard changesSearch else { return value }
                    try database.execute(literal: "UPDATE library SET generation = generation + 1")
                    return value
                }
            }
        }
    }

    /// SQLite's own waiting does not cover every kind of "busy" (recovery of the log, for instance); these pass
    /// quickly.
    private func retryingBusy<Value>(_ body: () async throws -> Value) async throws -> Value {
        for pause in [20, 100, 500] {
            do {
                return try await body()
            } catch let error as DatabaseError
                where error.resultCode == .SQLITE_BUSY && error.extendedResultCode != .SQLITE_BUSY
            {
                try await Task.sleep(for: .milliseconds(pause))
            }
        }
        return try await body()
    }
}
