internal import Inference

/// The result of `predict`.
struct PredictionReport: Encodable {
    let text: String
    let engine: String
    let baseModel: Bool
    let predictions: [Token]

    /// One token and what comes after it.
    struct Token: Encodable {
        let id: Int
        /// The bytes as text; those that are none are U+FFFD.
        let text: String
        let probability: Double
        let end: Bool
        let next: [Token]?

        init(_ prediction: TokenPrediction) {
            id = prediction.id
            text = String(decoding: prediction.bytes, as: UTF8.self)
            probability = prediction.probability
            end = prediction.isEnd
            next = prediction.next.isEmpty ? nil : prediction.next.map(Token.init)
        }
    }
}
