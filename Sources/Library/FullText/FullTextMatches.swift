/// What BM25 needs to know of the chunks that a full-text query matches.
struct FullTextMatches {
    /// Occurrences of one phrase in one chunk.
    struct Hit {
        /// Index of `chunks`.
        var row: Int32
        var phrase: Int32
        var frequency: Float
    }

    /// The chunks found, ascending.
    private(set) var chunks: [Int64] = []
    /// Words of each chunk, headings included.
    private(set) var lengths: [Float] = []
    /// Every pair of chunk and phrase, in order of the chunks.
    private(set) var hits: [Hit] = []
    /// In how many chunks each phrase occurs.
    private(set) var documentFrequencies: [Int] = []

    private let scope: ProfileScope
    /// Index of the range of `scope` that was reached.
    private var cursor = 0
    /// Chunks in scope before that range.
    private var passed = 0

    init(scope: ProfileScope) { self.scope = scope }

    /// Adds the next chunk; one outside the scope is passed over. Returns whether it counts.
    mutating func begin(_ chunk: Int64, phraseCount: Int) -> Bool {
        while cursor < scope.ranges.count, scope.ranges[cursor].upperBound <= chunk {
            passed += scope.ranges[cursor].count
            cursor += 1
        }
        guard cursor < scope.ranges.count, scope.ranges[cursor].contains(chunk) else { return false }
        if documentFrequencies.isEmpty { documentFrequencies = Array(repeating: 0, count: phraseCount) }
        chunks.append(chunk)
        lengths.append(Float(scope.lengths[passed + Int(chunk - scope.ranges[cursor].lowerBound)]))
        return true
    }

    /// Adds the occurrences of a phrase in the chunk that was begun last.
    mutating func add(phrase: Int, frequency: Int) {
        hits.append(Hit(row: Int32(chunks.count - 1), phrase: Int32(phrase), frequency: Float(frequency)))
        documentFrequencies[phrase] += 1
    }

    /// The words that occur in no chunk.
    func missing(of phrases: [FullTextQuery.Phrase]) -> [FullTextQuery.Phrase] {
        phrases.enumerated().filter { index, phrase in
            phrase.isWord && (documentFrequencies.isEmpty || documentFrequencies[index] == 0)
        }.map(\.element)
    }

    /// The best `limit` chunks by BM25; equal scores in order of their ids.
    ///
    /// - Parameter phrases: those of the query.
    func best(_ limit: Int, phrases: [FullTextQuery.Phrase]) -> [ScoredChunk] {
        let average = max(1, Float(scope.wordCount) / Float(max(1, scope.chunkCount)))
        let weights = zip(documentFrequencies, phrases).map { frequency, phrase in
            BM25.weight(documentFrequency: frequency, documentCount: scope.chunkCount) * phrase.weight
        }
        var top = TopScores(limit: limit)
        var score: Float = 0
        for (index, hit) in hits.enumerated() {
            let row = Int(hit.row)
            let saturation = BM25.saturation(frequency: hit.frequency, length: lengths[row], average: average)
            score += weights[Int(hit.phrase)] * saturation
            if index + 1 == hits.count || hits[index + 1].row != hit.row {
                top.insert(chunks[row], score: score)
                score = 0
            }
        }
        return top.sorted
    }
}
