internal import GRDB
internal import GRDBSQLite

/// Collects what BM25 needs from the rows that a full-text query matches.
///
/// FTS5's own `bm25()` looks up every posting list once more for the document frequencies, which are those of the whole
/// library, and costs ten times what finding the rows does. The frequencies of a profile come for free while its rows
/// pass by.
final class FullTextGatherer {
    /// What was found.
    private(set) var matches: FullTextMatches
    private let scope: ProfileScope

    init(scope: ProfileScope) {
        self.scope = scope
        matches = FullTextMatches(scope: scope)
    }

    private static let name = "bespoke_gather"
    private static let pointerType: StaticString = "bespoke_gatherer"

    /// Makes the collecting function known to a connection. The file itself does not depend on it.
    static func register(in database: Database) throws {
        let api = UnsafeMutablePointer(mutating: FTS5.api(database))
        let code = api.pointee.xCreateFunction(
            api, name, nil,
            { api, context, _, count, values in
                guard let api, let context, count == 1, let value = values?[0],
                    let pointer = FullTextGatherer.pointerType.withUTF8Buffer({ type in
                        type.withMemoryRebound(to: CChar.self) { sqlite3_value_pointer(value, $0.baseAddress) }
                    })
                else { return }
                let gatherer = Unmanaged<FullTextGatherer>.fromOpaque(pointer).takeUnretainedValue()
                FullTextGatherer.gather(api, context, into: &gatherer.matches)
            }, nil)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    /// Runs the query; what it finds is in ``matches`` afterwards.
    func run(_ query: FullTextQuery, in database: Database) throws {
        guard let first = scope.ranges.first?.lowerBound, let last = scope.ranges.last?.upperBound else { return }
        let sql = """
            SELECT \(Self.name)(chunk_words, ?1) FROM chunk_words
            WHERE chunk_words MATCH ?2 AND rowid BETWEEN ?3 AND ?4
            """
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        try check(sqlite3_prepare_v2(database.sqliteConnection, sql, -1, &statement, nil), database)
        let pointer = Unmanaged.passUnretained(self).toOpaque()
        try check(
            Self.pointerType.withUTF8Buffer { type in
                type.withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_pointer(statement, 1, pointer, $0.baseAddress, nil)
                }
            }, database)
        let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        try check(sqlite3_bind_text(statement, 2, query.expression, -1, copy), database)
        try check(sqlite3_bind_int64(statement, 3, first), database)
        try check(sqlite3_bind_int64(statement, 4, last - 1), database)
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { return try check(code, database) }
        }
    }

    /// Takes the row that FTS5 stands on. FTS5 gives rows in ascending order.
    private static func gather(
        _ api: UnsafePointer<Fts5ExtensionApi>, _ context: OpaquePointer, into matches: inout FullTextMatches
    ) {
        let count = api.pointee.xPhraseCount(context)
        guard matches.begin(api.pointee.xRowid(context), phraseCount: Int(count)) else { return }
        for phrase in 0..<count {
            var position = Fts5PhraseIter()
            var column: Int32 = -1
            var offset: Int32 = 0
            guard api.pointee.xPhraseFirst(context, phrase, &position, &column, &offset) == SQLITE_OK else { return }
            var frequency = 0
            while column >= 0 {
                frequency += 1
                api.pointee.xPhraseNext(context, &position, &column, &offset)
            }
            if frequency > 0 { matches.add(phrase: Int(phrase), frequency: frequency) }
        }
    }

    private func check(_ code: Int32, _ database: Database) throws {
        guard code != SQLITE_OK else { return }
        throw DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: String(cString: sqlite3_errmsg(database.sqliteConnection)))
    }
}
