internal import Foundation
internal import Testing
internal import Transformers

@Suite("Log-probabilities")
struct TokenLogProbabilityTests {
    @Test("The likeliest tokens come first, with natural logarithms of their probabilities")
    func likeliest() {
        let logits = [0.1, 0.4, 0.2, 0.3].map { Float(log($0)) + 7 }
        let top = TokenLogProbability.likeliest(3, of: logits)
        #expect(top.map(\.id) == [1, 3, 2])
        for (value, expected) in zip(top, [0.4, 0.3, 0.2]) {
            #expect(abs(Double(value.logProbability) - log(expected)) < 1e-6)
            #expect(TokenLogProbability.of(value.id, in: logits) == value)
        }
        #expect(TokenLogProbability.likeliest(9, of: logits).count == 4)
        #expect(TokenLogProbability.likeliest(0, of: logits).isEmpty)
        #expect(TokenLogProbability.likeliest(2, of: [1, 1, 1]).map(\.id) == [0, 1])
    }

    @Test("Probabilities of a whole vocabulary sum to one, however large the logits are")
    func sum() {
        var random = RandomNumbers(seed: 3)
        let logits = (0..<49_152).map { _ in Float(random.unit() * 40 + 1000) }
        let all = TokenLogProbability.likeliest(logits.count, of: logits)
        #expect(abs(all.reduce(0) { $0 + exp(Double($1.logProbability)) } - 1) < 1e-4)
    }

    @Test("Logits that are not finite count for nothing")
    func notFinite() {
        let logits: [Float] = [.nan, 0, .infinity, 0, -.infinity]
        let top = TokenLogProbability.likeliest(5, of: logits)
        #expect(top.map(\.id) == [1, 3])
        #expect(top.allSatisfy { abs($0.logProbability + Float(log(2.0))) < 1e-6 })
        for id: Int32 in [-1, 0, 2, 4, 5] {
            #expect(TokenLogProbability.of(id, in: logits).logProbability == -.infinity)
        }
        #expect(TokenLogProbability.likeliest(3, of: []).isEmpty)
        #expect(TokenLogProbability.likeliest(3, of: [.nan]).isEmpty)
    }
}
