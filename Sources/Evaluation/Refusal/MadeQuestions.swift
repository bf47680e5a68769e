internal import Documents
package import Library

/// Questions made of the sentences of documents: some of a sentence's words in their order, the telling ones likelier, now and then one
/// of another sentence, as those of ``KnownItemQueries`` are made of passages.
///
/// They share more words with what answers them than a person's questions do, so that every second one has words from elsewhere.
package struct MadeQuestions {
    /// A question and the document that answers it.
    package struct Question: Hashable, Sendable {
        package var text: String
        /// The name of the file whose sentence it is made of.
        package var file: String
    }

    /// How many words a question has.
    private static let lengths = 4...7
    /// How often a word of every second question comes from another sentence.
    private static let noise = 0.3
    /// How many different words a sentence has to have.
    private static let fewestWords = 7

    private let sentences: [(file: String, words: [String])]
    private let rarity: WordRarity

    /// Reads the sentences of chunks; those with too few words are left out.
    package init(of chunks: [StoredChunk]) {
        var rarity = WordRarity()
        sentences = chunks.flatMap { chunk in
            let bytes = Array(chunk.content.text.utf8)
            return SentenceBoundaries.ranges(in: chunk.content.text).compactMap { range in
                var known: Set<String> = []
                let words = KnownItemQueries.words(of: String(decoding: bytes[range], as: UTF8.self))
                    .filter { known.insert($0).inserted }
                let isLong = words.count >= Self.fewestWords
                rarity.count(words, isSource: isLong)
                return isLong ? (chunk.file, words) : nil
            }
        }
        self.rarity = rarity
    }

    /// At most `count` questions, of sentences spread evenly over all; the same in every run.
    package func questions(_ count: Int) -> [Question] {
        guard !sentences.isEmpty, count > 0 else { return [] }
        let count = min(count, sentences.count)
        var draws = Draws(seed: 0xA5C)
        return (0..<count).map { number in
            let source = sentences[number * sentences.count / count]
            let length = min(Int.random(in: Self.lengths, using: &draws), source.words.count - 1)
            var places: Set<Int> = []
            while places.count < length { places.insert(rarity.place(in: source.words, &draws)) }
            let noise = number % 2 == 0 ? 0 : Self.noise
            let words = places.sorted().map { place in
                guard Double.random(in: 0..<1, using: &draws) < noise else { return source.words[place] }
                let other = sentences[Int.random(in: sentences.indices, using: &draws)].words
                return other[rarity.place(in: other, &draws)]
            }
            return Question(text: words.joined(separator: words[0].hasHan ? "" : " "), file: source.file)
        }
    }
}
