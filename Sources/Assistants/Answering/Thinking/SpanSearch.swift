/// A best-first search over partial answers: the runs of words that views came to, each a word longer or shorter than its neighbours.
///
/// It hands out the most promising span, is told how likely the question is behind it, and takes its neighbours for as good until they are
/// verified themselves. It knows no engine, and the same values give the same order.
struct SpanSearch: Sendable {
    /// A span and what is known of it.
    struct Candidate: Sendable {
        var span: AnswerSpan
        /// What speaks for it without the engine's second thoughts.
        var merit: Double
        /// How likely the question is behind it, nats a token; before that is known, what it was behind its neighbour.
        var question: Double?
        var isVerified = false

        /// All that speaks for it.
        var score: Double { merit + SpanWeights.question * (question ?? 0) }
    }

    /// In the order of sentences and words.
    private var candidates: [Candidate]
    /// The best likelihood so far; what nothing is known of is taken for as promising.
    private var usual = 0.0

    init(_ candidates: [Candidate]) {
        self.candidates = candidates.sorted {
            ($0.span.sentence, $0.span.words.lowerBound, $0.span.words.upperBound)
                < ($1.span.sentence, $1.span.words.lowerBound, $1.span.words.upperBound)
        }
    }

    /// How many spans there are.
    var count: Int { candidates.count }

    /// Those that are verified, in the order of sentences and words.
    var verified: [Candidate] { candidates.filter(\.isVerified) }

    /// The place of the most promising span that is not verified; nil where all are.
    func next() -> Int? {
        var best: (place: Int, score: Double)?
        for (place, candidate) in candidates.enumerated() where !candidate.isVerified {
            let score = candidate.merit + SpanWeights.question * (candidate.question ?? usual)
            if best.map({ score > $0.score }) ?? true { best = (place, score) }
        }
        return best?.place
    }

    /// The span at a place.
    subscript(place: Int) -> AnswerSpan { candidates[place].span }

    /// Notes how likely the question is behind the span at a place.
    mutating func verify(_ place: Int, question likelihood: Double) {
        usual = verified.isEmpty ? likelihood : max(usual, likelihood)
        candidates[place].question = likelihood
        candidates[place].isVerified = true
        let span = candidates[place].span
        for other in candidates.indices
        where !candidates[other].isVerified && span.isNeighbour(of: candidates[other].span) {
            candidates[other].question = max(candidates[other].question ?? likelihood, likelihood)
        }
    }
}

extension AnswerSpan {
    /// Whether another span is a word longer or shorter at one end.
    fileprivate func isNeighbour(of other: AnswerSpan) -> Bool {
        sentence == other.sentence
            && abs(words.lowerBound - other.words.lowerBound) + abs(words.upperBound - other.words.upperBound) == 1
    }
}
