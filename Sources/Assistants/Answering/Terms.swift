internal import Foundation

/// What words of a text count as content, spelled as the full-text index spells them.
enum Terms {
    static func of(_ text: String) -> [String] {
        text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map(String.init)
    }
}

/// How much of a question's content a text holds, rare words weighing more.
///
/// Rarity is counted among the sentences that were found, not in the whole library: a word that all of them hold tells none
/// of them apart.
struct TermCoverage: Sendable {
    private let weights: [String: Double]
    private let total: Double

    /// - Parameters:
    ///   - question: the question's terms.
    ///   - sentences: the terms of each sentence.
    init(question: [String], sentences: [Set<String>]) {
        var weights: [String: Double] = [:]
        let count = Double(sentences.count)
        for term in Set(question) {
            let frequency = Double(sentences.count { $0.contains(term) })
            weights[term] = log(1 + (count - frequency + 0.5) / (frequency + 0.5))
        }
        self.weights = weights
        total = weights.values.reduce(0, +)
    }

    /// The share of the question's weight that `terms` hold, 0…1.
    func callAsFunction(_ terms: Set<String>) -> Double {
        guard total > 0 else { return 0 }
        return weights.reduce(0) { terms.contains($1.key) ? $0 + $1.value : $0 } / total
    }
}
