internal import Inference

extension Embedder {
    /// How alike in meaning the texts of two of its vectors are, 0…1.
    func similarity(of a: [Float], _ b: [Float]) -> Double {
        similarity(ofCosine: Double(zip(a, b).reduce(into: Float(0)) { $0 += $1.0 * $1.1 }))
    }
}
