/// A vector of length 1, whose products are cosines.
package struct UnitVector: Sendable {
    private static let width = 16
    /// Sixteen floats each; the last is filled up with zeros.
    private var lanes: [SIMD16<Float>]

    /// Brings a vector to length 1; one of zeros or with a value that is no number becomes zeros, which are like nothing.
    package init(_ vector: [Float]) { self.init(lanes: vector.withUnsafeBytes(Self.lanes)) }

    /// The same of what is left of a vector when another one is taken off.
    package init(_ vector: ArraySlice<Float>, less other: [Float]) {
        self.init(
            lanes: zip(vector.withUnsafeBytes(Self.lanes), other.withUnsafeBytes(Self.lanes)).map { $0 - $1 })
    }

    private init(lanes: [SIMD16<Float>]) {
        let length = lanes.reduce(into: SIMD16<Float>.zero) { $0 += $1 * $1 }.sum().squareRoot()
        let scale = length > 0 && length.isFinite ? 1 / length : 0
        self.lanes = scale > 0 ? lanes.map { $0 * scale } : lanes.map { _ in .zero }
    }

    private static func lanes(of bytes: UnsafeRawBufferPointer) -> [SIMD16<Float>] {
        let size = width * MemoryLayout<Float>.stride
        var lanes = [SIMD16<Float>](repeating: .zero, count: (bytes.count + size - 1) / size)
        lanes.withUnsafeMutableBytes { $0.copyMemory(from: bytes) }
        return lanes
    }

    /// The vector in the middle between this and another one of the same dimension.
    package func halfway(to other: UnitVector) -> UnitVector {
        UnitVector(lanes: zip(lanes, other.lanes).map { $0 + $1 })
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
