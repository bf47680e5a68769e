internal import CKernels

/// The arithmetic of vector search.
enum VectorArithmetic {
    /// Writes `vector` scaled to unit length as 8-bit codes; returns the scale: unit vector ≈ codes · scale.
    static func quantize(_ vector: [Float], into codes: UnsafeMutablePointer<Int8>) -> Float {
        guard !vector.isEmpty else { return 0 }
        let scale = ck_quantize_i8(vector, Int64(vector.count), codes)
        let length = dot(vector, vector).squareRoot()
        return length > 0 ? scale / length : 0
    }

    /// The cosine of two vectors of equal length; 0 where one of them is zero.
    static func cosine(_ a: [Float], _ b: [Float]) -> Float {
        let lengths = dot(a, a).squareRoot() * dot(b, b).squareRoot()
        return lengths > 0 ? dot(a, b) / lengths : 0
    }

    private static func dot(_ a: [Float], _ b: [Float]) -> Float {
        a.isEmpty ? 0 : ck_dot_f32(a, b, Int64(min(a.count, b.count)))
    }
}
