/// A mean over queries with the interval that it lies in with 95 % confidence.
public struct Estimate: Sendable, Hashable {
    /// The mean.
    public var mean: Double
    /// The lower end of the interval.
    public var low: Double
    /// The upper end.
    public var high: Double

    /// How often the queries are drawn anew.
    static let resamples = 2000

    /// The percentile bootstrap (Efron, 1979; Sakai, SIGIR 2006, for retrieval): the queries are drawn 2,000 times with
    /// replacement, and the interval leaves out 2.5 % of the means at each end. The draws are the same in every run.
    public init(of values: [Double]) {
        guard !values.isEmpty else {
            (mean, low, high) = (0, 0, 0)
            return
        }
        let count = values.count
        mean = values.reduce(0, +) / Double(count)
        var generator = Draws()
        let means = (0..<Self.resamples).map { _ in
            (0..<count).reduce(0.0) { sum, _ in sum + values[Int.random(in: 0..<count, using: &generator)] }
                / Double(count)
        }.sorted()
        low = means[Self.resamples / 40]
        high = means[Self.resamples - 1 - Self.resamples / 40]
    }
}

/// Numbers that are the same in every run: SplitMix64 (Steele et al., 2014).
private struct Draws: RandomNumberGenerator {
    private var state: UInt64 = 0x5EED

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
