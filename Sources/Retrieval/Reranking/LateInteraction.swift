internal import Inference

/// Judges passages by the vectors of their tokens: for each token of the query, how near the nearest token of the passage comes (Khattab
/// and Zaharia, "ColBERT", SIGIR 2020), with the embedder that the library has, which was not trained for it.
///
/// All tokens of such a model are near each other, so that the mean of the passages' tokens is taken off first; and a token that is met well
/// counts more than two that are met by half, since cosines are squared.
struct LateInteraction: PassageJudge {
    let embedder: any TokenEmbedder
    let name = "late interaction"
    let weight = 0.5

    func scores(of passages: [String], for query: String, within limit: TimeLimit) async throws -> [Double] {
        let start = ContinuousClock.now
        let asked = try await embedder.tokenVectors(of: [query], as: .query)
        let perByte = (ContinuousClock.now - start) / max(1, query.utf8.count)
        let read = try await limit.batches(of: passages, perByte: perByte) {
            try await embedder.tokenVectors(of: $0, as: .passage)
        }
        guard let query = asked.first else { return [] }
        return Self.scores(query: query, passages: read, dimension: embedder.dimension)
    }

    /// - Parameters:
    ///   - query: [tokens, dimension].
    ///   - passages: for each [its tokens, dimension].
    static func scores(query: [Float], passages: [[Float]], dimension: Int) -> [Double] {
        let mean = mean(of: passages, dimension: dimension)
        let asked = centred(query, by: mean)
        return passages.map { passage in
            let tokens = centred(passage, by: mean)
            guard !asked.isEmpty, !tokens.isEmpty else { return 0 }
            let sum = asked.reduce(0.0) { sum, token in
                let best = tokens.reduce(0.0) { max($0, token.product($1)) }
                return sum + best * best
            }
            return sum / Double(asked.count)
        }
    }

    private static func mean(of passages: [[Float]], dimension: Int) -> [Float] {
        var sum = [Float](repeating: 0, count: dimension)
        var count: Float = 0
        for passage in passages {
            for start in stride(from: 0, to: passage.count, by: dimension) {
                for place in 0..<dimension { sum[place] += passage[start + place] }
                count += 1
            }
        }
        return count > 0 ? sum.map { $0 / count } : sum
    }

    private static func centred(_ tokens: [Float], by mean: [Float]) -> [UnitVector] {
        stride(from: 0, to: tokens.count, by: mean.count).map { start in
            UnitVector(tokens[start..<start + mean.count], less: mean)
        }
    }
}
