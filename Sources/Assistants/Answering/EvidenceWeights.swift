internal import Foundation

/// How much each sign of an answering sentence counts, fitted by a listwise softmax on two thirds of the articles of
/// `squadshifts-wiki` and reported on the rest (`Benchmarks/README.md` has the figures).
struct EvidenceWeights: Sendable {
    /// Share of the question's words in the sentence.
    var words = 5.9
    /// Cosine of sentence and question.
    var similarity = 5.9
    /// One over the rank of the snippet.
    var rank = 2.1
    /// The sentence has the kind of thing that the question asks for.
    var kind = 1.8
    /// How much likelier the sentence makes the question to the engine, nats a token.
    var likelihood = 0.5

    /// The most likely candidates by the other signs, for which the engine is asked.
    var likelihoodCandidates = 6
    /// A further sentence is part of the answer where its score is at most this much below the best one's.
    var furtherSentenceMargin = 2.5
    /// The most sentences of an answer.
    var sentenceLimit = 2

    /// How likely the documents answer at all, 0…1: a logistic regression on the best sentence's share of the question's
    /// words, its cosine, and the share of the words in the sentence, the one before it and the headings; fitted on questions
    /// with and without their article in the library.
    func confidence(words: Double, similarity: Double?, context: Double) -> Double {
        let logit =
            similarity.map { 1.4 * words + 15.2 * $0 + 5.6 * context - 11 } ?? (4 * words + 10.5 * context - 4.9)
        return 1 / (1 + exp(-logit))
    }
}
