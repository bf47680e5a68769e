internal import Foundation
internal import GRDB

/// The words of some chunks of one block, as a row of `recent_words` holds them: for each word, in no order, the number of its bytes,
/// these, how many chunks have it, and the number of bytes of its postings before them. Numbers are unsigned, seven bits a byte, lowest
/// first.
struct RecentWords {
    /// A word in such a row.
    struct Entry {
        /// Where its bytes are.
        var word: Range<Int>
        /// Chunks that have it.
        var chunks: Int
        var postings: Range<Int>
    }

    /// What the numbers of chunks' words stand for, of which a few may be here.
    private let stems: ByteStrings
    /// Of each stem that is here its place among them.
    private var places: [Int32: Int32] = [:]
    /// The stems that are here, by their numbers, and how many chunks have each.
    private var words: [(stem: Int32, chunks: Int)] = []
    /// For each stem of each chunk: its place, the chunk's slot, and how often it has it.
    private var occurrences: [(place: Int32, slot: UInt16, frequency: UInt8)] = []

    /// - Parameter stems: what the numbers of chunks' words stand for.
    init(stems: ByteStrings) { self.stems = stems }

    /// Adds the words of a chunk, whose slot is greater than those before.
    mutating func add(_ chunk: ChunkWords, slot: UInt16) {
        for (stem, frequency) in chunk.frequencies {
            let place = places[stem] ?? Int32(words.count)
            if Int(place) == words.count {
                places[stem] = place
                words.append((stem, 0))
            }
            words[Int(place)].chunks += 1
            occurrences.append((place, slot, frequency))
        }
    }

    /// The row.
    var bytes: Data {
        var starts: [Int] = []
        var next = 0
        for word in words {
            starts.append(next)
            next += word.chunks
        }
        var sorted = occurrences
        var ends = starts
        for occurrence in occurrences {
            sorted[ends[Int(occurrence.place)]] = occurrence
            ends[Int(occurrence.place)] += 1
        }
        var buffer = PostingsBuffer()
        var bytes: [UInt8] = []
        for (place, entry) in words.enumerated() {
            let word = stems.bytes(Int(entry.stem))
            buffer.clear()
            for occurrence in sorted[starts[place]..<ends[place]] {
                buffer.append(occurrence.slot, frequency: occurrence.frequency)
            }
            Self.append(word.count, to: &bytes)
            bytes.append(contentsOf: word)
            Self.append(buffer.count, to: &bytes)
            let packed = buffer.pack()
            Self.append(packed.count, to: &bytes)
            bytes += packed
        }
        return Data(bytes)
    }

    /// Calls `body` with the block and the bytes of each row of `recent_words`, in order of the chunks.
    static func forEachRow(
        in database: Database, _ body: (_ block: Int64, _ bytes: UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let rows = try Row.fetchCursor(
            database.cachedStatement(sql: "SELECT first_chunk, words FROM recent_words ORDER BY first_chunk"))
        while let row = try rows.next() {
            let block = Postings.block(of: try row.decode(atIndex: 0))
            try row.withBytes(atIndex: 1) { try body(block, $0) }
        }
    }

    /// Calls `body` with each word. - Throws: ``LibraryError`` with `damaged`; what `body` throws.
    static func forEach(in bytes: UnsafeRawBufferPointer, _ body: (Entry) throws -> Void) throws {
        var at = 0
        while at < bytes.count {
            let word = try range(in: bytes, number(in: bytes, at: &at), at: &at)
            let chunks = try number(in: bytes, at: &at)
            let postings = try range(in: bytes, number(in: bytes, at: &at), at: &at)
            try body(Entry(word: word, chunks: chunks, postings: postings))
        }
    }

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F | 0x80))
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private static func number(in bytes: UnsafeRawBufferPointer, at index: inout Int) throws -> Int {
        var number = 0
        for shift in stride(from: 0, to: 28, by: 7) {
            guard index < bytes.count else { throw Postings.damaged }
            let byte = bytes[index]
            index += 1
            number |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return number }
        }
        throw Postings.damaged
    }

    private static func range(in bytes: UnsafeRawBufferPointer, _ count: Int, at index: inout Int) throws -> Range<Int>
    {
        guard count <= bytes.count - index else { throw Postings.damaged }
        defer { index += count }
        return index..<index + count
    }
}
