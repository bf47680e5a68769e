internal import Foundation
internal import GRDB

/// Turns what SQLite reports into errors that say what to do.
enum LibraryFailure {
    /// Runs `body`; a database error leaves as a ``LibraryError``, any other error as it is.
    static func translating<Value>(file: URL, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw translate(error, file: file)
        } catch is RowDecodingError {
            throw damaged(file, "a value is of the wrong kind")
        }
    }

    /// Runs `body`; a database error leaves as a ``LibraryError``, any other error as it is.
    static func translating<Value>(file: URL, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as DatabaseError {
            throw translate(error, file: file)
        } catch is RowDecodingError {
            throw damaged(file, "a value is of the wrong kind")
        }
    }

    /// The error for a file that cannot be used.
    static func damaged(_ file: URL, _ reason: String) -> LibraryError {
        LibraryError(
            .damaged,
            "the library \(file.path) is damaged: \(reason); run `bespoke verify`, or move the file away and "
                + "restore it from a backup (or add the documents again)")
    }

    /// The library's error for an SQLite error. SQLite's message names tables, never their contents.
    static func translate(_ error: DatabaseError, file: URL) -> LibraryError {
        let reason = error.message ?? "SQLite code \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL:
            return LibraryError(
                .diskFull,
                "no space left for the library \(file.path); what was stored before stays; free some space and repeat"
            )
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return LibraryError(
                .busy,
                "the library \(file.path) is in use by another process that did not finish in time; what was "
                    + "stored before stays; repeat when it is done")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            return damaged(file, reason)
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_CANTOPEN:
            return LibraryError(
                .permissionDenied,
                "cannot write the library \(file.path): \(reason); check who owns the file and its folder, "
                    + "or choose another folder with --home")
        case .SQLITE_TOOBIG:
            return LibraryError(
                .failed, "too large for the library \(file.path): one value may have 1,000,000,000 bytes")
        default:
            return LibraryError(
                .failed, "the library \(file.path) failed: \(reason) (SQLite code \(error.extendedResultCode.rawValue))"
            )
        }
    }
}
