internal import Foundation
internal import GRDB
internal import GRDBSQLite
internal import Synchronization

/// Reads from a connection of its own while another one reads something else of the same state of the library.
final class SecondReader<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value?, any Error>>(.success(nil))
    private let done = DispatchSemaphore(value: 0)

    /// Begins at once, on another thread.
    init(beside database: Database, _ body: @escaping @Sendable (Database) throws -> Value) throws {
        let generation = try LibraryRow.generation(in: database)
        let path = sqlite3_db_filename(database.sqliteConnection, "main").map { String(cString: $0) } ?? ""
        DispatchQueue.global(qos: .userInitiated).async { [self] in
            let value = Result { try Self.read(path, generation, body) }
            result.withLock { $0 = value }
            done.signal()
        }
    }

    /// What was read, which is waited for; nil where another state of the library was met, or none could be read.
    var value: Value? {
        done.wait()
        defer { done.signal() }
        return try? result.withLock { $0 }.get()
    }

    private static func read(
        _ path: String, _ generation: Int64, _ body: @Sendable (Database) throws -> Value
    ) throws -> Value? {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read { database in
            try LibraryRow.generation(in: database) == generation ? body(database) : nil
        }
    }
}
