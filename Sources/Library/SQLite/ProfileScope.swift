internal import Documents
internal import Foundation
internal import GRDB
internal import Synchronization

/// The chunks that a profile sees.
///
/// A document's chunks are numbered without gaps, so that a profile is a list of ranges instead of a join.
struct ProfileScope: Sendable {
    /// Chunk ids, ascending, not touching each other.
    var ranges: [Range<Int64>] = []
    /// Words of each chunk in the full-text index, in order of the chunks.
    var lengths: [UInt32] = []
    /// For each range, the index of the first of its chunks in `lengths`.
    private var starts: [Int] = []
    /// The sum of the lengths.
    var wordCount = 0
    /// The languages that the chunks are written in.
    var languages: Set<TextLanguage> = []
    /// Whether these are all chunks of the library.
    var isWhole = false
    /// How many chunks.
    var chunkCount: Int { lengths.count }

    /// The chunks of one profile, or of all.
    init(profile: Int64?, in database: Database) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT first_chunk, chunk_count, lengths, languages FROM document
                WHERE chunk_count > 0 AND (?1 IS NULL OR id IN (SELECT document FROM file WHERE profile = ?1))
                ORDER BY first_chunk
                """, arguments: [profile])
        while let row = try rows.next() {
            let chunks = try DocumentRow.chunks(first: row.decode(atIndex: 0), count: row.decode(atIndex: 1))
            let lengths = (try row.decode(Data.self, atIndex: 2)).numbers(UInt32.self)
            guard lengths.count == chunks.count else {
                throw LibraryError(
                    .damaged, "the word counts of a document are damaged; run `bespoke verify`, or add the files again")
            }
            languages.formUnion(WordNotes.languages(try row.decode(atIndex: 3)))
            wordCount += lengths.reduce(0) { $0 + Int($1) }
            if let last = ranges.last, last.upperBound == chunks.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<chunks.upperBound
            } else {
                ranges.append(chunks)
                starts.append(self.lengths.count)
            }
            self.lengths += lengths
        }
        isWhole = try Int.fetchOne(database, sql: "SELECT coalesce(sum(chunk_count), 0) FROM document") == chunkCount
    }

    /// The blocks of the full-text index that have chunks in scope, ascending.
    var blocks: [Int64] {
        var blocks: [Int64] = []
        for range in ranges {
            let first = max(Postings.block(of: range.lowerBound), (blocks.last ?? -1) + 1)
            let last = Postings.block(of: range.upperBound - 1)
            if first <= last { blocks += first...last }
        }
        return blocks
    }

    /// Calls `body` with the parts of a range of chunks that are in scope, and where in `lengths` theirs are.
    func forEachRange(in chunks: Range<Int64>, _ body: (_ chunks: Range<Int64>, _ lengths: Range<Int>) -> Void) {
        var next = ranges.partitioningIndex { $0.upperBound > chunks.lowerBound }
        while next < ranges.count, ranges[next].lowerBound < chunks.upperBound {
            let part = ranges[next].clamped(to: chunks)
            let start = starts[next] + Int(part.lowerBound - ranges[next].lowerBound)
            body(part, start..<start + part.count)
            next += 1
        }
    }

    /// Whether the profile sees the chunk.
    func contains(_ chunk: Int64) -> Bool {
        let index = ranges.partitioningIndex { $0.upperBound > chunk }
        return index < ranges.count && ranges[index].contains(chunk)
    }
}

/// Scopes of the library's current generation.
final class ProfileScopeCache: Sendable {
    private struct State {
        var generation: Int64 = 0
        var scopes: [Int64: ProfileScope] = [:]
    }
    private let state = Mutex(State())

    /// The scope of `profile` (nil: of all) as the snapshot that `database` reads has it.
    func scope(of profile: Int64?, in database: Database) throws -> ProfileScope {
        let generation = try LibraryRow.generation(in: database)
        let key = profile ?? 0
        let known = state.withLock { $0.generation == generation ? $0.scopes[key] : nil }
        if let known { return known }
        let scope = try ProfileScope(profile: profile, in: database)
        state.withLock { state in
            if state.generation < generation { state = State(generation: generation) }
            if state.generation == generation { state.scopes[key] = scope }
        }
        return scope
    }
}

/// The one row of the table `library`.
enum LibraryRow {
    /// Counts the committed writes: what was read at one generation holds until the next.
    static func generation(in database: Database) throws -> Int64 {
        try Int64.fetchOne(database.cachedStatement(sql: "SELECT generation FROM library")) ?? 0
    }

    /// Takes `count` chunk ids that were never used before, and returns the first.
    static func takeChunks(_ count: Int, in database: Database) throws -> Int64 {
        let first = try Int64.fetchOne(database, sql: "SELECT next_chunk FROM library") ?? 1
        let chunks = try DocumentRow.chunks(first: first, count: Int64(count))
        try database.execute(sql: "UPDATE library SET next_chunk = ?", arguments: [chunks.upperBound])
        return first
    }
}
