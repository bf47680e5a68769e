/// A vector of length 1, whose products are cosines.
package struct UnitVector: Sendable {
    private static let width = 16
    /// Sixteen floats each; the last is filled up with zeros.
    private var lanes: [SIMD16<Float>]

    /// Brings a vector to length 1; one of zeros or with a value that is no number becomes zeros, which are like nothing.
    package init(_ vector: [Float]) {
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let scale = length > 0 && length.isFinite ? 1 / length : 0
        lanes = stride(from: 0, to: vector.count, by: Self.width).map { start in
            var lane = SIMD16<Float>.zero
            guard scale > 0 else { return lane }
            for index in start..<min(start + Self.width, vector.count) { lane[index - start] = vector[index] * scale }
            return lane
        }
    }

    /// The cosine with a vector of the same dimension.
    package func product(_ other: UnitVector) -> Double {
        lanes.withUnsafeBufferPointer { own in
            other.lanes.withUnsafeBufferPointer { other in
                var sum = SIMD16<Float>.zero
                for index in 0..<min(own.count, other.count) { sum += own[index] * other[index] }
                return Double(sum.sum())
            }
        }
    }
}
