internal import Documents
internal import Foundation
package import Inference
package import Library

/// How much each sign of an answering sentence counts, fitted by a listwise softmax on questions about `squadshifts-wiki` that
/// the reported figures leave out (`Benchmarks/README.md`).
struct EvidenceWeights: Sendable {
    /// Share of the question's words in the sentence.
    var words: Double
    /// Cosine of sentence and question.
    var similarity: Double
    /// One over the rank of the snippet.
    var rank: Double
    /// The sentence has the kind of thing that the question asks for.
    var kind: Double
    /// Share of the question's words in the sentence, the one before it and the headings.
    var context: Double
    /// How much likelier the sentence makes the question to the engine than the other candidates do, nats a token.
    var likelihood: Double

    /// For sentences that the engine was not asked about.
    static let withoutEngine = EvidenceWeights(
        words: 4.3, similarity: 3.9, rank: 2.5, kind: 1.7, context: 3.3, likelihood: 0)
    /// For sentences that it was asked about.
    static let withEngine = EvidenceWeights(
        words: 2.9, similarity: 2.4, rank: 2.3, kind: 1.8, context: 3.3, likelihood: 1.7)

    /// How many sentences the engine is asked about, the best by the other signs.
    static let likelihoodCandidates = 5
    /// The most sentences of an answer.
    static let sentenceLimit = 2
    /// A further sentence is part of the answer where its score is at most this much below the best one's.
    static let furtherSentenceMargin = 2.0

    /// How likely the documents answer at all, 0…1: a logistic regression on signs of the best sentence, fitted on questions
    /// with and without their article in the library.
    static func confidence(words: Double, similarity: Double?, context: Double) -> Double {
        let logit = similarity.map { 5.2 * words + 13.9 * $0 + 6.4 * context - 9 } ?? (3.2 * words + 9 * context - 3.2)
        return 1 / (1 + exp(-logit))
    }

    /// The confidence from which a question is answered. Words alone tell less than words and meaning. The words of a Chinese question are
    /// characters and pairs of them, which unrelated texts share by chance: of the questions of `cmrc2018-zh` that weights are fitted
    /// on, 97 % of those with an answer reach 0.9, and 16 % of those without.
    static func leastConfidence(_ kind: ConfidenceKind) -> Double {
        switch kind {
        case .words: 0.2
        case .chinese: 0.9
        case .other: 0.4
        }
    }
}

extension ConfidenceKind {
    /// The kind of a question that is searched for with `embedder`.
    package init(of question: String, embedder: any Embedder) {
        self = !embedder.covers(question) ? .words : question.hasHan ? .chinese : .other
    }

    /// The confidence from which a question of this kind is answered where the profile has learnt none.
    package var usualThreshold: Double { EvidenceWeights.leastConfidence(self) }
}
