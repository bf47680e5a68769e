internal import Foundation

/// How much of a question's content a text holds, rare words weighing more.
///
/// Rarity is counted among the sentences that were found, not in the whole library: a word that all of them hold tells none
/// of them apart.
struct TermCoverage: Sendable {
    /// In order of the terms, so that sums are the same in every run.
    private let weights: [(term: String, weight: Double)]
    private let total: Double

    /// - Parameters:
    ///   - question: the question's terms.
    ///   - sentences: the terms of each sentence.
    init(question: [String], sentences: [Set<String>]) {
        let count = Double(sentences.count)
        weights = Set(question).sorted().map { term in
            let frequency = Double(sentences.count { $0.contains(term) })
            return (term, log(1 + (count - frequency + 0.5) / (frequency + 0.5)))
        }
        total = weights.reduce(0) { $0 + $1.weight }
    }

    /// The share of the question's weight that `terms` hold, 0…1.
    func callAsFunction(_ terms: Set<String>) -> Double {
        guard total > 0 else { return 0 }
        return weights.reduce(0) { terms.contains($1.term) ? $0 + $1.weight : $0 } / total
    }
}
