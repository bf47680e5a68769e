import Library
import Retrieval
import TestSupport
import Testing

/// The fusion of two rankings, against sums made by hand.
struct ReciprocalRankFusionTests {
    /// k = 10, words weigh 2, vectors 1: the most is 2/11 + 1/11 = 3/11.
    @Test("A small example comes out as by hand")
    func byHand() throws {
        let entries = fusion.fuse(words: hits(1, 2, 3), vectors: hits(3, 1, 4))

        #expect(entries.map(\.chunk) == [1, 3, 2, 4])
        let expected = [
            (2.0 / 11 + 1.0 / 12) / (3.0 / 11),
            (2.0 / 13 + 1.0 / 11) / (3.0 / 11),
            (2.0 / 12) / (3.0 / 11),
            (1.0 / 13) / (3.0 / 11),
        ]
        for (entry, score) in zip(entries, expected) { #expect(abs(entry.score - score) < 1e-12) }
        #expect(entries[1].words == placement(rank: 3, score: 0.25))
        #expect(entries[1].vector == placement(rank: 1, score: 1))
        #expect(entries[2].vector == nil)
        #expect(entries[3].words == nil)
    }

    @Test("Weights and constant come from the settings")
    func weights() throws {
        var settings = RetrievalSettings()
        settings.rankConstant = 60
        settings.wordsWeight = 1
        settings.vectorWeight = 3
        let entries = ReciprocalRankFusion(settings: settings).fuse(words: hits(1), vectors: hits(2))

        #expect(entries.map(\.chunk) == [2, 1])
        #expect(entries.map(\.score) == [0.75, 0.25])
    }

    @Test("Chunks of equal score are ordered by their number, in every run", arguments: [[9, 4], [4, 9]])
    func ties(order: [Int64]) {
        var settings = RetrievalSettings()
        settings.wordsWeight = 1
        let entries = ReciprocalRankFusion(settings: settings).fuse(
            words: hits(order[0], order[1]), vectors: hits(order[1], order[0]))

        #expect(entries.map(\.chunk) == [4, 9])
        #expect(entries[0].score == entries[1].score)
    }

    @Test("A ranking that is absent takes no part in the scale")
    func absentHalf() {
        #expect(fusion.fuse(words: hits(7, 8), vectors: nil).map(\.score) == [1, 11.0 / 12])
        #expect(fusion.fuse(words: nil, vectors: hits(7)).map(\.score) == [1])
        #expect(fusion.fuse(words: nil, vectors: nil).isEmpty)
    }

    @Test("A ranking that found nothing does: the scores show that one half is missing")
    func emptyHalf() {
        let scores = fusion.fuse(words: hits(7), vectors: []).map(\.score)
        #expect(scores.count == 1)
        #expect(abs(scores[0] - 2.0 / 3) < 1e-12)
        #expect(fusion.fuse(words: [], vectors: []).isEmpty)
    }

    @Test("Scores stay between 0 and 1, fall, and reach 1 only on top of both", arguments: 0..<20)
    func scale(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        let words = (1...100).shuffled(using: &generator).prefix(60).map(Int64.init)
        let vectors = (1...100).shuffled(using: &generator).prefix(60).map(Int64.init)
        let entries = fusion.fuse(words: hits(words), vectors: hits(vectors))

        #expect(Set(entries.map(\.chunk)) == Set(words + vectors))
        #expect(entries.count == Set(words + vectors).count)
        #expect(entries.allSatisfy { $0.score > 0 && $0.score <= 1 })
        #expect(entries.map(\.score) == entries.map(\.score).sorted(by: >))
        #expect((entries[0].score == 1) == (words[0] == vectors[0]))
        #expect(fusion.fuse(words: hits(5), vectors: hits(5)).map(\.score) == [1])
    }

    private let fusion = ReciprocalRankFusion(settings: RetrievalSettings())

    private func hits(_ ids: Int64...) -> [ScoredChunk] { hits(ids) }

    /// Scores are 1, 1/2, 1/4, …
    private func hits(_ ids: [Int64]) -> [ScoredChunk] {
        var score = 2.0
        return ids.map { id in
            score /= 2
            return ScoredChunk(id: id, score: score)
        }
    }

    private func placement(rank: Int, score: Double) -> Placement { Placement(rank: rank, score: score) }
}
