internal import Foundation
public import Library

/// Queries such as someone writes who has read a passage and looks for it again: words drawn from it, the telling ones likelier, and
/// now and then a word of another passage that was remembered wrongly (Azzopardi, de Rijke and Balog, "Building simulated queries
/// for known-item topics", SIGIR 2007).
///
/// They share their words with the passage, so that searching by words looks better than it is for questions that do not; they
/// compare settings and embedders over the same documents, and not one profile with another.
public struct KnownItemQueries: Sendable {
    /// A query and the chunk that it is to find.
    public struct Query: Sendable, Hashable {
        /// Words, divided by spaces.
        public var text: String
        /// The chunk.
        public var chunk: Int64
    }

    /// How many words a query has.
    static let lengths = 3...6
    /// How often a word comes from another passage.
    static let noise = 0.1
    /// Characters of a word of a script without spaces.
    private static let syllables = 4

    /// The words of each chunk, each once.
    private let words: [(chunk: Int64, words: [String])]
    private let rarity: WordRarity

    /// Reads the chunks that queries are made of; those with too few words are left out.
    public init(of chunks: [StoredChunk]) {
        var rarity = WordRarity()
        words = chunks.compactMap { chunk in
            let words = Set(Self.words(of: chunk.content.text)).sorted()
            let isLong = words.count > Self.lengths.upperBound
            rarity.count(words, isSource: isLong)
            return isLong ? (chunk.id, words) : nil
        }
        self.rarity = rarity
    }

    /// At most `count` queries, of chunks spread evenly over all; the same in every run.
    public func queries(_ count: Int) -> [Query] {
        guard !words.isEmpty, count > 0 else { return [] }
        let count = min(count, words.count)
        var draws = Draws(seed: 0xB00C)
        return (0..<count).map { number in
            let source = words[number * words.count / count]
            let length = Int.random(in: Self.lengths, using: &draws)
            var chosen: [String] = []
            while chosen.count < length {
                let isNoise = Double.random(in: 0..<1, using: &draws) < Self.noise
                let from = isNoise ? words[Int.random(in: words.indices, using: &draws)].words : source.words
                let word = from[rarity.place(in: from, &draws)]
                if !chosen.contains(word) { chosen.append(word) }
            }
            return Query(text: chosen.joined(separator: " "), chunk: source.chunk)
        }
    }

    /// Runs of letters and digits, in small letters; longer ones of scripts without spaces are divided.
    static func words(of text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.flatMap { run -> [String] in
            let isSyllabic = run.unicodeScalars.contains { $0.value >= 0x2E80 || (0xE00...0xEFF).contains($0.value) }
            guard isSyllabic, run.count > syllables else { return [String(run)] }
            let characters = Array(run)
            return stride(from: 0, to: characters.count, by: syllables).map {
                String(characters[$0..<min($0 + syllables, characters.count)])
            }
        }
    }
}
