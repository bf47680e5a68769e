internal import CKernels
internal import Documents
internal import Foundation

/// Scores the chunks in scope that have words of a query by BM25.
///
/// Block after block: what its chunks' lengths take off, then a score for each chunk that has a word, word by word, in 64 KB that stay in
/// the processor's cache. A block that could not reach the best is passed over. The statistics are those of the chunks in scope, so that
/// other profiles' documents do not change a score.
struct WordSearch: Sendable {
    let words: [FullTextQuery.Word]
    let lists: WordLists
    let scope: ProfileScope
    /// In how many chunks in scope each word occurs.
    private(set) var documentFrequencies: [Int]
    /// Words of a chunk in scope, on average.
    let average: Float

    /// Bytes of postings from which several threads score them.
    private static let bytesOfOneThread = 1 << 16

    /// - Throws: ``LibraryError`` with `damaged`.
    init(_ words: [FullTextQuery.Word], lists: WordLists, scope: ProfileScope) throws {
        (self.words, self.lists, self.scope) = (words, lists, scope)
        average = max(1, Float(scope.wordCount) / Float(max(1, scope.chunkCount)))
        documentFrequencies = Array(repeating: 0, count: words.count)
        var discounts = [Float](repeating: .infinity, count: Int(Postings.blockSize))
        for block in lists.blocks {
            if !scope.isWhole { fill(&discounts, ofBlock: block.number) }
            for piece in block.pieces {
                documentFrequencies[piece.word] += scope.isWhole ? piece.chunks : try count(piece, discounts)
            }
        }
    }

    /// The words of the question that no chunk in scope has.
    var missing: [FullTextQuery.Word] {
        zip(words, documentFrequencies).filter { $0.weight > 0 && $1 == 0 }.map(\.0)
    }

    /// The best `limit` chunks; equal scores in order of their ids. - Throws: ``LibraryError`` with `damaged`.
    func best(_ limit: Int) throws -> [ScoredChunk] {
        let threads = lists.size > Self.bytesOfOneThread ? ProcessInfo.processInfo.activeProcessorCount : 1
        let all = try Shares.map(lists.blocks.count, threads: threads) { try best(limit, in: $0) }.flatMap(\.self)
        guard threads > 1 else { return all }
        return Array(all.sorted { $0.score != $1.score ? $0.score > $1.score : $0.id < $1.id }.prefix(limit))
    }

    /// The scores of some chunks; 0 for one that has no word.
    ///
    /// - Parameter chunks: ascending.
    func scores(of chunks: [Int64]) throws -> [Int64: Float] {
        var scores: [Int64: Float] = [:]
        var scoring = Scoring()
        var number: Int64 = -1
        for chunk in chunks {
            if Postings.block(of: chunk) != number {
                number = Postings.block(of: chunk)
                let index = lists.blocks.partitioningIndex { $0.number >= number }
                guard index < lists.blocks.count, lists.blocks[index].number == number else { continue }
                try score(lists.blocks[index], weights, into: &scoring)
            }
            scores[chunk] = scoring.scores[Int(Postings.slot(of: chunk))]
        }
        return scores
    }

    /// Room for a block.
    private struct Scoring {
        /// [slots]: what BM25 takes off for the chunk's length; infinity out of scope.
        var discounts = [Float](repeating: .infinity, count: Int(Postings.blockSize))
        /// [slots].
        var scores = [Float](repeating: 0, count: Int(Postings.blockSize))
        /// Those that reach the best.
        var slots = [UInt16](repeating: 0, count: Int(Postings.blockSize))
    }

    private var weights: [Float] {
        zip(documentFrequencies, words).map { frequency, word in
            BM25.weight(documentFrequency: frequency, documentCount: scope.chunkCount) * word.weight * (BM25.k1 + 1)
        }
    }

    private func best(_ limit: Int, in part: Range<Int>) throws -> [ScoredChunk] {
        let weights = weights
        var top = TopScores(limit: limit)
        var scoring = Scoring()
        for block in lists.blocks[part] {
            let threshold = top.threshold ?? Float.leastNonzeroMagnitude
            let reach = Set(block.pieces.map(\.word)).reduce(0) { $0 + weights[$1] }
            guard reach >= threshold else { continue }
            try score(block, weights, into: &scoring)
            let count = Int(ck_postings_reaching(scoring.scores, threshold, &scoring.slots))
            let first = block.number * Postings.blockSize
            for slot in scoring.slots[..<count] { top.insert(first + Int64(slot), score: scoring.scores[Int(slot)]) }
        }
        return top.sorted
    }

    private func score(_ block: WordLists.Block, _ weights: [Float], into scoring: inout Scoring) throws {
        fill(&scoring.discounts, ofBlock: block.number)
        for slot in scoring.scores.indices { scoring.scores[slot] = 0 }
        for piece in block.pieces where weights[piece.word] > 0 {
            let count = lists.with(piece) { bytes -> Int64 in
                guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return 0 }
                return ck_postings_score(
                    start, Int64(bytes.count), weights[piece.word], scoring.discounts, &scoring.scores)
            }
            guard count >= 0 else { throw Postings.damaged }
        }
    }

    private func count(_ piece: WordLists.Piece, _ discounts: [Float]) throws -> Int {
        let count = lists.with(piece) { bytes -> Int64 in
            guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return 0 }
            return ck_postings_count(start, Int64(bytes.count), discounts)
        }
        guard count >= 0 else { throw Postings.damaged }
        return Int(count)
    }

    /// Writes ``BM25/discount(length:average:)`` for each slot whose chunk is in scope, infinity for the others.
    private func fill(_ discounts: inout [Float], ofBlock number: Int64) {
        for slot in discounts.indices { discounts[slot] = .infinity }
        let first = number * Postings.blockSize
        scope.forEachRange(in: first..<first + Postings.blockSize) { chunks, lengths in
            for (slot, length) in zip(Int(chunks.lowerBound - first)..., scope.lengths[lengths]) {
                discounts[slot] = BM25.discount(length: Float(length), average: average)
            }
        }
    }
}
