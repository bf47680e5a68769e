internal import Foundation

/// How likely a model finds a token at one place.
public struct TokenLogProbability: Sendable, Hashable {
    /// The token.
    public var id: Int32
    /// The natural logarithm of its probability.
    public var logProbability: Float

    /// Creates a value.
    public init(id: Int32, logProbability: Float) {
        self.id = id
        self.logProbability = logProbability
    }

    /// The likeliest tokens of the model's own distribution, before anything that a ``Sampler`` changes: likeliest first, and
    /// the first of equals. Logits that are not finite count for nothing.
    ///
    ///     TokenLogProbability.likeliest(2, of: [0, 1, 1])  // 1: −0.86, 2: −0.86
    ///
    /// - Parameter logits: [vocabulary].
    public static func likeliest(_ count: Int, of logits: [Float]) -> [TokenLogProbability] {
        let normalizer = normalizer(of: logits[...])
        return LikeliestTokens.first(count, of: logits).map { candidate in
            TokenLogProbability(id: candidate.id, logProbability: Float(Double(candidate.logit) - normalizer))
        }
    }

    /// How likely one token is in the same distribution; minus infinity for one that is not in it.
    ///
    /// - Parameter logits: [vocabulary].
    public static func of(_ id: Int32, in logits: [Float]) -> TokenLogProbability {
        of(id, inRow: logits[...])
    }

    /// How likely one token is in one row of several.
    static func of(_ id: Int32, inRow logits: ArraySlice<Float>) -> TokenLogProbability {
        of([id], inRow: logits)[0]
    }

    /// How likely several tokens are in one row.
    static func of(_ ids: [Int32], inRow logits: ArraySlice<Float>) -> [TokenLogProbability] {
        let normalizer = normalizer(of: logits)
        return ids.map { id in
            let place = logits.startIndex + Int(id)
            let logit = logits.indices.contains(place) ? logits[place] : -.infinity
            let value = logit.isFinite ? Float(Double(logit) - normalizer) : -.infinity
            return TokenLogProbability(id: id, logProbability: value)
        }
    }

    /// The logarithm of the sum of the exponentials of the finite logits.
    private static func normalizer(of logits: ArraySlice<Float>) -> Double {
        var largest = -Float.infinity
        for logit in logits where logit > largest && logit < .infinity { largest = logit }
        var sum = 0.0
        for logit in logits where logit.isFinite { sum += exp(Double(logit - largest)) }
        return Double(largest) + log(sum)
    }
}
