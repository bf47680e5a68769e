import Library
import Retrieval
import Testing

/// The fusion of scores, against values made by hand.
struct ScoreFusionTests {
    /// Words 4, 2, 0 (chunk 3 has no word): mean 2, deviation √(8/3). Cosines 0.5, 0.9, 0.7: mean 0.7, deviation √(0.08/3).
    @Test("A small example comes out as by hand")
    func byHand() {
        let entries = ScoreFusion(settings: RetrievalSettings()).fuse(
            words: half((1, 4), (2, 2)), vectors: .init(found: [hit(2, 0.9), hit(3, 0.7)], others: [1: 0.5]))

        #expect(entries.map(\.chunk) == [1, 2, 3])
        let root = 1.5.squareRoot()
        let expected = [0.4 * root - 0.6 * root, 0.6 * root, -0.4 * root]
        for (entry, score) in zip(entries, expected) { #expect(abs(entry.score - score) < 1e-9) }
        #expect(entries[0].words == Placement(rank: 1, score: 4))
        #expect(entries[0].vector == nil)
        #expect(entries[1].vector == Placement(rank: 1, score: 0.9))
        #expect(entries[2].words == nil)
    }

    @Test("The weight comes from the settings", arguments: [(0.0, [2, 1]), (1.0, [1, 2])])
    func weight(words: Double, expected: [Int64]) {
        var settings = RetrievalSettings()
        settings.wordsWeight = words
        let entries = ScoreFusion(settings: settings).fuse(
            words: half((1, 4), (2, 2)), vectors: half((2, 0.9), (1, 0.5)))
        #expect(entries.sorted { $0.score > $1.score }.map(\.chunk) == expected)
    }

    @Test("What only the vectors put forward keeps the score that the words know of it")
    func wordsOfOthers() {
        let entries = ScoreFusion(settings: RetrievalSettings()).fuse(
            words: .init(found: [hit(1, 4)], others: [2: 4, 9: 100]), vectors: half((2, 0.9), (1, 0.5)))
        #expect(entries.map(\.chunk) == [1, 2])
        #expect(abs(entries[1].score - 0.6) < 1e-9)
    }

    @Test("A chunk without a vector counts as the mean of those that have one")
    func pending() {
        let entries = ScoreFusion(settings: RetrievalSettings()).fuse(
            words: half((1, 4), (2, 4), (3, 4)), vectors: half((1, 0.9), (2, 0.5)))
        #expect(abs(entries[2].score - (entries[0].score + entries[1].score) / 2) < 1e-9)
    }

    @Test("A half that is absent does not count")
    func absentHalf() {
        let fusion = ScoreFusion(settings: RetrievalSettings())
        #expect(fusion.fuse(words: half((7, 3), (8, 1)), vectors: nil).map(\.score) == [1, -1])
        #expect(fusion.fuse(words: nil, vectors: half((7, 3), (8, 1))).map(\.score) == [1, -1])
        #expect(fusion.fuse(words: nil, vectors: nil).isEmpty)
    }

    @Test("Where all scores are the same, none stands out")
    func equal() {
        let fusion = ScoreFusion(settings: RetrievalSettings())
        #expect(fusion.fuse(words: half((7, 3), (8, 3)), vectors: half((7, 0.1), (8, 0.1))).map(\.score) == [0, 0])
        #expect(fusion.fuse(words: half((7, 3)), vectors: half()).map(\.score) == [0])
    }

    private func hit(_ id: Int64, _ score: Double) -> ScoredChunk { ScoredChunk(id: id, score: score) }

    private func half(_ hits: (Int64, Double)...) -> ScoreFusion.Half { .init(found: hits.map { hit($0.0, $0.1) }) }
}
