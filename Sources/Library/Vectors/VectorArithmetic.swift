internal import Foundation

/// The arithmetic of the vector scan.
enum VectorArithmetic {
    /// Writes `vector` scaled to unit length as 8-bit codes; returns the scale: unit vector ≈ codes · scale.
    static func quantize(_ vector: [Float], into codes: UnsafeMutablePointer<Int8>) -> Float {
        let largest = vector.reduce(0) { max($0, abs($1)) }
        guard largest > 0 else {
            codes.update(repeating: 0, count: vector.count)
            return 0
        }
        let scale = largest / 127
        for (index, value) in vector.enumerated() { codes[index] = Int8((value / scale).rounded()) }
        return scale / length(vector)
    }

    /// Cosines of `count` quantised vectors with a quantised query. `codes` is [count, dimension].
    static func scan(
        codes: UnsafePointer<Int8>, scales: UnsafePointer<Float>, count: Int, dimension: Int,
        query: UnsafePointer<Int8>, queryScale: Float, scores: UnsafeMutablePointer<Float>
    ) {
        for row in 0..<count {
            var sum: Int32 = 0
            for index in 0..<dimension { sum &+= Int32(codes[row * dimension + index]) &* Int32(query[index]) }
            scores[row] = Float(sum) * scales[row] * queryScale
        }
    }

    /// The cosine of two vectors of equal length; 0 where one of them is zero.
    static func cosine(_ a: [Float], _ b: [Float]) -> Float {
        let lengths = length(a) * length(b)
        return lengths > 0 ? dot(a, b) / lengths : 0
    }

    static func length(_ vector: [Float]) -> Float { dot(vector, vector).squareRoot() }

    private static func dot(_ a: [Float], _ b: [Float]) -> Float {
        var sum: Float = 0
        for index in a.indices { sum += a[index] * b[index] }
        return sum
    }
}
