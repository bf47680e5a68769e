import Evaluation
import Testing

/// What confidences of made questions teach.
struct RefusalThresholdTests {
    /// 0.01, 0.02, … 1.00
    private let even = (1...100).map { Double($0) / 100 }

    @Test("It goes half the way to where most of the unanswerable are refused and few of the answerable lost")
    func learnt() {
        let sure = RefusalThreshold(answerable: Array(repeating: 0.99, count: 100), unanswerable: even)
        // Odds of 2 : 3 and of 43 : 7; the root of their product is 2.024.
        #expect(sure.learnt(above: 0.4) == 0.669)
        // A tenth of the answerable is below 0.55.
        let unsure = RefusalThreshold(answerable: even.map { 0.5 + $0 / 2 }, unanswerable: even)
        #expect(unsure.learnt(above: 0.4) == 0.477)
    }

    @Test("It is never less careful than usual, and too few questions teach nothing")
    func usual() {
        let easy = RefusalThreshold(
            answerable: Array(repeating: 0.99, count: 100), unanswerable: Array(repeating: 0.1, count: 100))
        #expect(easy.learnt(above: 0.4) == nil)
        let few = RefusalThreshold(
            answerable: Array(repeating: 0.99, count: 39), unanswerable: Array(repeating: 0.8, count: 39))
        #expect(few.learnt(above: 0.4) == nil)
        #expect(RefusalThreshold().learnt(above: 0.4) == nil)
    }
}
