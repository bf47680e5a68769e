import Retrieval
import TestSupport
import Testing

/// Scores drawn towards those of similar candidates.
struct NeighbourSmoothingTests {
    /// With one neighbour each, 1 and 2 are nearest to each other, and 3 to 2.
    @Test("A small example comes out as by hand")
    func byHand() {
        let smoothed = smooth([2, 1, -3], [[1, 0], [0.8, 0.6], [0, 1]], neighbours: 1)
        let expected = [0.6 * 2 + 0.4 * 1, 0.6 * 1 + 0.4 * 2, 0.6 * -3 + 0.4 * 1]
        for (score, expected) in zip(smoothed, expected) { #expect(abs(score - expected) < 1e-6) }
    }

    @Test("Neighbours count by their cosine")
    func weights() {
        // To the first the others have the cosines 0.8 and 0.6.
        let smoothed = smooth([0, 7, 14], [[1, 0], [0.8, 0.6], [0.6, -0.8]], neighbours: 2)
        #expect(abs(smoothed[0] - 0.4 * (0.8 * 7 + 0.6 * 14) / 1.4) < 1e-5)
    }

    @Test("What has no vector, or one of zeros, keeps its score and draws nothing")
    func withoutVector() {
        let vectors: [[Float]?] = [[1, 0], nil, [0.8, 0.6], [0, 0], [.nan, 1]]
        let smoothed = smooth([1, 5, 2, 7, 9], vectors, neighbours: 4)
        #expect([1, 3, 4].map { smoothed[$0] } == [5, 7, 9])
        #expect(abs(smoothed[0] - 1.4) < 1e-6)
    }

    @Test("Nothing changes alone, or where smoothing is 0")
    func unchanged() {
        #expect(smooth([3], [[1, 0]], neighbours: 8) == [3])
        #expect(smooth([], [], neighbours: 8) == [])
        var settings = RetrievalSettings()
        settings.smoothing = 0
        let vectors = [UnitVector([1, 0]), UnitVector([1, 0])]
        #expect(NeighbourSmoothing(settings: settings).smooth([3, 1], vectors: vectors) == [3, 1])
    }

    @Test("Vectors of any length are compared by their direction", arguments: [1, 15, 16, 17, 384])
    func cosine(dimension: Int) {
        var generator = SplitMix64(state: UInt64(dimension))
        let (a, b) = (random(dimension, &generator), random(dimension, &generator))
        let product = zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        let lengths = [a, b].map { $0.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() }
        #expect(abs(UnitVector(a).product(UnitVector(b)) - product / lengths[0] / lengths[1]) < 1e-5)
    }

    private func random(_ dimension: Int, _ generator: inout SplitMix64) -> [Float] {
        (0..<dimension).map { _ in Float.random(in: -3...3, using: &generator) }
    }

    private func smooth(_ scores: [Double], _ vectors: [[Float]?], neighbours: Int) -> [Double] {
        var settings = RetrievalSettings()
        settings.smoothingNeighbours = neighbours
        return NeighbourSmoothing(settings: settings).smooth(scores, vectors: vectors.map { $0.map(UnitVector.init) })
    }
}
