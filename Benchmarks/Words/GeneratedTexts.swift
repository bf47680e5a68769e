import Evaluation
import Foundation

/// Texts of made-up words that are as frequent as words are: the word of rank r with a probability like 1 / (r + 2.7) (Mandelbrot, 1953).
struct GeneratedTexts {
    /// Words of a text, about 330 bytes.
    private static let length = 52
    private static let vocabulary = 400_000
    /// Words of a question, none of which is among the most frequent.
    private static let questionLength = 10
    private static let leastRank = 60

    /// For each rank, the probability of a word of at most this rank.
    private let cumulated: [Double]
    private let words: [String]

    init() {
        var sum = 0.0
        let sums = (0..<Self.vocabulary).map { rank -> Double in
            sum += 1 / (Double(rank) + 3.7)
            return sum
        }
        cumulated = sums.map { $0 / sum }
        var draws = Draws(seed: 7)
        let (consonants, vowels) = (Array("bcdfghjklmnprstvwz"), Array("aeiou"))
        words = (0..<Self.vocabulary).map { rank in
            // Frequent words are short.
            (0..<(rank < 200 ? 1 : rank < 20_000 ? 2 : 4)).map { _ in
                [consonants, vowels, consonants].map { String($0[Int(draws.next() % UInt64($0.count))]) }.joined()
            }.joined()
        }
    }

    /// The text of a number.
    func text(_ number: Int) -> String { ranks(number).map { words[$0] }.joined(separator: " ") + "." }

    /// A question about the text of a number: ten of its words.
    func question(about number: Int) -> String {
        var draws = Draws(seed: UInt64(number) &* 31 &+ 5)
        let telling = Set(ranks(number).filter { $0 >= Self.leastRank }).sorted().shuffled(using: &draws)
        return telling.prefix(Self.questionLength).map { words[$0] }.joined(separator: " ")
    }

    private func ranks(_ number: Int) -> [Int] {
        var draws = Draws(seed: UInt64(number) &* 0x9E37_79B9 &+ 11)
        return (0..<Self.length).map { _ in
            let place = Double(draws.next() >> 11) * 0x1p-53
            var (low, high) = (0, cumulated.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if cumulated[middle] >= place { high = middle } else { low = middle + 1 }
            }
            return low
        }
    }
}
