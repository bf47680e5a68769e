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
        var generator = Draws(seed: 0x5EED)
        let means = (0..<Self.resamples).map { _ in
            (0..<count).reduce(0.0) { sum, _ in sum + values[Int.random(in: 0..<count, using: &generator)] }
                / Double(count)
        }.sorted()
        low = means[Self.resamples / 40]
        high = means[Self.resamples - 1 - Self.resamples / 40]
    }
}
