internal import Foundation

/// The vote among candidate answers: each counts as much as its score says, and for others as far as they say the same (minimum Bayes risk,
/// Kumar and Byrne, 2004, by the words that two answers share).
enum SpanVote {
    /// How much more a better score counts. With 1 many spans that are nearly the same outvote a better one.
    private static let sharpness = 2.0

    /// For each text, the share of the votes that it gets, 0…1.
    static func shares(of texts: [String], scores: [Double]) -> [Double] {
        let most = scores.max() ?? 0
        let weights = scores.map { exp(sharpness * ($0 - most)) }
        let total = weights.reduce(0, +)
        let words = texts.map(words)
        return words.map { own in
            zip(words, weights).reduce(0) { $0 + $1.1 / total * likeness(own, $1.0) }
        }
    }

    /// The harmonic mean of the shares of words that two texts have in common, 0…1.
    private static func likeness(_ left: [String: Int], _ right: [String: Int]) -> Double {
        let shared = left.reduce(0) { $0 + min($1.value, right[$1.key] ?? 0) }
        let count = left.values.reduce(0, +) + right.values.reduce(0, +)
        return count == 0 ? 0 : 2 * Double(shared) / Double(count)
    }

    /// The words of a text, articles left out, and how often each stands there.
    private static func words(of text: String) -> [String: Int] {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        return words.reduce(into: [:]) { if !["a", "an", "the"].contains($1) { $0[$1, default: 0] += 1 } }
    }
}
