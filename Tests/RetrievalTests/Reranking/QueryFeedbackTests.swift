import Retrieval
import Testing

/// A query that is drawn to the passage that was judged best.
struct QueryFeedbackTests {
    private let query = UnitVector([1, 0])

    @Test("A small example comes out as by hand")
    func byHand() {
        // Both are as near to the query; halfway to the first their cosines are 0.894 and 0.179, one deviation from the mean each.
        let scores = feedback([0.5, 0.5], [[0.6, 0.8], [0.6, -0.8]], best: 0)
        #expect(abs(scores[0] - (0.5 + 0.6)) < 1e-6)
        #expect(abs(scores[1] - (0.5 - 0.6)) < 1e-6)
    }

    @Test("What is like the passage that was judged best comes before what is like the query alone")
    func order() {
        let scores = feedback([3, 1, 1.1], [[0.6, 0.8], [0.5, 0.866], [0.5, -0.866]], best: 0)
        #expect(scores[1] > scores[2])
    }

    @Test("What has no vector keeps its score, and where the best has none all do")
    func withoutVectors() {
        #expect(feedback([2, 7, 1], [[0.6, 0.8], nil, [0.6, -0.8]], best: 0)[1] == 7)
        #expect(feedback([2, 7, 1], [[0.6, 0.8], nil, [0.6, -0.8]], best: 1) == [2, 7, 1])
        #expect(feedback([4], [[0, 1]], best: 0) == [4])
    }

    private func feedback(_ scores: [Double], _ vectors: [[Float]?], best: Int) -> [Double] {
        QueryFeedback(settings: RetrievalSettings()).scores(
            scores, vectors: vectors.map { $0.map(UnitVector.init) }, query: query, best: best)
    }
}
