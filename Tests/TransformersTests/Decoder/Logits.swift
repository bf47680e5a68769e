import Foundation

extension [Float] {
    /// The index of the largest number, the first of several.
    var bestToken: Int32 {
        var best = 0
        for index in indices where self[index] > self[best] { best = index }
        return Int32(best)
    }

    /// log softmax at an index, in nats.
    func logProbability(of token: Int32) -> Float {
        let largest = self.max() ?? 0
        let sum = reduce(0.0) { $0 + exp(Double($1 - largest)) }
        return self[Int(token)] - largest - Float(log(sum))
    }

    /// The cosine of the angle to another vector.
    func cosine(_ other: [Float]) -> Double {
        var product = 0.0
        var squares = 0.0
        var otherSquares = 0.0
        for (a, b) in zip(self, other) {
            product += Double(a) * Double(b)
            squares += Double(a) * Double(a)
            otherSquares += Double(b) * Double(b)
        }
        return product / (squares * otherSquares).squareRoot()
    }
}
