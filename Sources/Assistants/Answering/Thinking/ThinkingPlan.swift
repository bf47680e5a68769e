/// What is done for a question that is thought about for longer. Each of the wanted candidate answers comes from a view of its own: a sentence
/// of the snippets, shown behind one set of examples.
struct ThinkingPlan: Sendable {
    /// How a sentence is shown.
    struct View: Sendable, Hashable {
        /// The set of examples.
        var examples: Int
        /// The sentence's place among the best.
        var sentence: Int
    }

    /// How many candidate answers are wanted, from 2.
    var count: Int

    /// Sentences that the engine is asked about before, the best by the other signs.
    var likelihoodCandidates: Int { min(12, EvidenceWeights.likelihoodCandidates + count - 1) }

    /// The first words of an answer that are followed in a view, the likeliest.
    var beginnings: Int { 8 }

    /// Partial answers that are verified in the search.
    var steps: Int { 3 * count }

    /// The views, those of the best sentences first: a sentence comes before the next one's second view.
    func views(of sentences: Int) -> [View] {
        let all = (0..<sentences).flatMap { sentence in
            ThinkingPrompt.examples.indices.map { View(examples: $0, sentence: sentence) }
        }
        let ordered = all.sorted {
            let (left, right) = (2 * $0.examples + $0.sentence, 2 * $1.examples + $1.sentence)
            return left != right ? left < right : $0.sentence < $1.sentence
        }
        return Array(ordered.prefix(count))
    }
}
