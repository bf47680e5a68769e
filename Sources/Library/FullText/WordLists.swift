internal import Foundation
internal import GRDB

/// The postings of a query's words, read from both tables: which blocks have which word, and where the bytes are.
struct WordLists: Sendable {
    /// What a block has of a word.
    struct Piece {
        /// Index of the query's words.
        var word: Int
        /// Chunks of the block that have it.
        var chunks: Int
        var bytes: Range<Int>
    }

    /// A block that has at least one of the words.
    struct Block {
        var number: Int64
        /// Of each word one, in order of the words; where some chunks are recent, several of one word that share no chunk.
        var pieces: [Piece]
    }

    /// Ascending.
    private(set) var blocks: [Block] = []
    private var arena: [UInt8] = []

    /// All bytes that were read.
    var size: Int { arena.count }

    /// - Throws: ``LibraryError`` with `damaged`.
    init(_ words: [FullTextQuery.Word], scope: ProfileScope, in database: Database) throws {
        let numbers = scope.blocks
        var recent = try readRecent(words, in: database)
        let one = try database.cachedStatement(
            sql: "SELECT chunks, postings FROM word_posting WHERE block = ? AND word = ?")
        let several = try database.cachedStatement(
            sql: """
                SELECT chunks, postings FROM word_posting WHERE block = ?1 AND word >= ?2 AND word < ?2 || char(0x10FFFF)
                """)
        for number in numbers {
            var pieces: [Piece] = []
            for (index, word) in words.enumerated() {
                for stem in word.stems {
                    let rows = try Row.fetchCursor(word.isPrefix ? several : one, arguments: [number, stem])
                    while let row = try rows.next() { pieces.append(try piece(row, word: index)) }
                }
            }
            pieces += recent.removeValue(forKey: number) ?? []
            if !pieces.isEmpty { blocks.append(Block(number: number, pieces: try united(pieces, words))) }
        }
    }

    /// Calls `body` with the bytes of a piece.
    func with<Value>(_ piece: Piece, _ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
        try arena.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[piece.bytes])) }
    }

    private mutating func piece(_ row: Row, word: Int) throws -> Piece {
        let start = arena.count
        try row.withBytes(atIndex: 1) { arena.append(contentsOf: $0) }
        let chunks: Int = try row.decode(atIndex: 0)
        guard (1...Int(Postings.blockSize)).contains(chunks) else { throw Postings.damaged }
        return Piece(word: word, chunks: chunks, bytes: start..<arena.count)
    }

    /// The pieces of each block that are not in their place yet.
    private mutating func readRecent(
        _ words: [FullTextQuery.Word], in database: Database
    ) throws -> [Int64: [Piece]] {
        let wanted = words.enumerated().flatMap { index, word in
            word.stems.map { (word: index, stem: Array($0.utf8), isPrefix: word.isPrefix) }
        }
        var pieces: [Int64: [Piece]] = [:]
        try RecentWords.forEachRow(in: database) { block, bytes in
            try RecentWords.forEach(in: bytes) { entry in
                guard entry.chunks <= Int(Postings.blockSize) else { throw Postings.damaged }
                for (word, stem, isPrefix) in wanted {
                    let text = bytes[entry.word]
                    guard isPrefix ? text.starts(with: stem) : text.elementsEqual(stem) else { continue }
                    let start = arena.count
                    arena.append(contentsOf: bytes[entry.postings])
                    pieces[block, default: []].append(
                        Piece(word: word, chunks: entry.chunks, bytes: start..<arena.count))
                }
            }
        }
        return pieces
    }

    /// One piece for each word that has several stems, which a chunk may have side by side.
    private mutating func united(_ pieces: [Piece], _ words: [FullTextQuery.Word]) throws -> [Piece] {
        var united: [Piece] = []
        for (word, group) in Dictionary(grouping: pieces, by: \.word).sorted(by: { $0.key < $1.key }) {
            guard group.count > 1, words[word].isPrefix || words[word].stems.count > 1 else {
                united += group
                continue
            }
            var postings = Postings()
            for piece in group { postings.add(try with(piece) { try Postings(unpacking: $0) }) }
            let start = arena.count
            arena += postings.packed
            united.append(Piece(word: word, chunks: postings.slots.count, bytes: start..<arena.count))
        }
        return united
    }
}
