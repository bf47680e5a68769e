/// What times are told by.
public struct TimeMeasures: Encodable, Sendable {
    /// What half of them keep to, in the unit of the times; 0 of none.
    public var median: Double
    /// What 95 % of them keep to.
    public var p95: Double

    /// Measures times.
    public init(of times: [Double]) {
        let times = times.sorted()
        func least(ofShare share: Double) -> Double {
            times.isEmpty ? 0 : times[min(times.count - 1, Int(share * Double(times.count)))]
        }
        (median, p95) = (least(ofShare: 0.5), least(ofShare: 0.95))
    }
}
