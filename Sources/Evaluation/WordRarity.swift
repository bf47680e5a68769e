internal import Foundation

/// How telling words are: the fewer of some texts have one, the likelier it is drawn.
struct WordRarity: Sendable {
    /// In how many texts each word is.
    private var frequencies: [String: Int] = [:]
    /// The texts that words are drawn from.
    private var sources = 0

    /// Counts the different words of a text.
    ///
    /// - Parameter isSource: whether words may be drawn from it.
    mutating func count(_ words: [String], isSource: Bool) {
        for word in words { frequencies[word, default: 0] += 1 }
        if isSource { sources += 1 }
    }

    /// The place of a word that is drawn, in proportion to log(1 + texts / texts with the word); there has to be one.
    func place(in words: [String], _ draws: inout Draws) -> Int {
        let weights = words.map { log(1 + Double(sources) / Double(frequencies[$0] ?? 1)) }
        var rest = Double.random(in: 0..<1, using: &draws) * weights.reduce(0, +)
        for (place, weight) in weights.enumerated() {
            rest -= weight
            if rest < 0 { return place }
        }
        return words.count - 1
    }
}
