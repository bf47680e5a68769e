internal import Transformers

/// Finds the tokens of a model that are named by what they stand for.
struct TokenLookup {
    private let model: DecoderModel

    init(_ model: DecoderModel) { self.model = model }

    /// Biases by id. A text counts for every token that stands for it; an id goes before a text.
    ///
    /// - Throws: `unsupportedRequest` for what is no token of the model.
    func biases(_ biases: [SamplingSettings.Token: Double]) throws -> [Int32: Double] {
        guard !biases.isEmpty else { return [:] }
        var texts: [[UInt8]: Double] = [:]
        var byID: [Int32: Double] = [:]
        for (token, bias) in biases {
            switch token {
            case .text(let text): texts[Array(text.utf8)] = bias
            case .id(let id):
                guard (0..<model.vocabularySize).contains(id) else {
                    throw InferenceError(
                        .unsupportedRequest,
                        "there is no token \(id); those of \(model.name) are 0 to \(model.vocabularySize - 1)")
                }
                byID[Int32(id)] = bias
            }
        }
        guard !texts.isEmpty else { return byID }
        var found: Set<[UInt8]> = []
        for id in 0..<Int32(model.tokenizer.vocabularySize) {
            let bytes = model.tokenizer.bytes(of: id)
            guard let bias = texts[bytes] else { continue }
            found.insert(bytes)
            if byID[id] == nil { byID[id] = bias }
        }
        let missing = texts.keys.filter { !found.contains($0) }.min { $0.lexicographicallyPrecedes($1) }
        if let missing { throw noToken(missing) }
        return byID
    }

    private func noToken(_ bytes: [UInt8]) -> InferenceError {
        let text = String(decoding: bytes, as: UTF8.self)
        let pieces = model.tokenizer.encode(text, recognizingSpecialTokens: false)
            .map { "“\(model.tokenizer.decode([$0]))”" }
        let hint = pieces.count > 1 ? "; it is written as \(pieces.prefix(8).joined(separator: ", "))" : ""
        return InferenceError(
            .unsupportedRequest,
            "“\(text.prefix(80))” is no single token of \(model.name), so it cannot be biased\(hint)")
    }
}
