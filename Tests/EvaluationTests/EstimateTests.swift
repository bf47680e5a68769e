import Evaluation
import TestSupport
import Testing

/// Means with their intervals.
struct EstimateTests {
    @Test("The interval is about that of the normal distribution, and the same in every run")
    func interval() {
        var generator = SplitMix64(state: 3)
        let values = (0..<400).map { _ in Double.random(in: 0...1, using: &generator) }
        let estimate = Estimate(of: values)
        let mean = values.reduce(0, +) / 400
        let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400).squareRoot()
        #expect(abs(estimate.mean - mean) < 1e-12)
        #expect(abs(estimate.low - (mean - 1.96 * deviation / 20)) < 0.004)
        #expect(abs(estimate.high - (mean + 1.96 * deviation / 20)) < 0.004)
        #expect(Estimate(of: values) == estimate)
    }

    @Test("One value, or none, has no width")
    func narrow() {
        #expect([Estimate(of: [0.25]).low, Estimate(of: [0.25]).high] == [0.25, 0.25])
        #expect([Estimate(of: []).mean, Estimate(of: []).high] == [0, 0])
    }
}
