internal import Foundation

/// Chooses tokens from logits: logit bias, repetition penalty, then top-k, top-p, min-p and temperature.
public struct Sampler: Sendable {
    private let settings: SamplerSettings
    private var random: RandomNumbers
    private var recent: [Int32] = []

    /// Creates a sampler at the beginning of its random numbers.
    public init(_ settings: SamplerSettings) {
        self.settings = settings
        random = RandomNumbers(seed: settings.seed)
    }

    /// Tells the sampler of a token that is part of the text, for the repetition penalty.
    public mutating func accept(_ id: Int32) {
        guard settings.repetitionPenalty != 1, settings.repetitionWindow > 0 else { return }
        recent.append(id)
        if recent.count > settings.repetitionWindow { recent.removeFirst() }
    }

    /// The next token for `logits` [vocabulary]. Logits that are not numbers are never chosen; of equal ones the first is the
    /// likelier.
    ///
    /// - Parameter allowed: the tokens that there are to choose from; nil for all. It is not empty.
    public mutating func next(_ logits: [Float], allowed: TokenSet? = nil) -> Int32 {
        let logits = adjusted(logits)
        // Where no logit is a number, one token is as good as another.
        return choose(LikeliestTokens.first(candidateCount(logits), of: logits, among: allowed)) ?? allowed?.first ?? 0
    }

    /// The next token of a text that is held to a constraint: the same as of all that ``ConstraintMatcher/allowedTokens()`` gives,
    /// which however are only worked out where few of the likeliest tokens are allowed. The matcher is not taken on.
    ///
    /// - Throws: `unsatisfiable` where the vocabulary cannot spell what the constraint asks for; `outside` after the end.
    public mutating func next(
        _ logits: [Float], under matcher: inout ConstraintMatcher
    ) throws(ConstraintError) -> Int32 {
        guard !matcher.isEnded else { throw ConstraintError(.outside, "the text has ended; begin another") }
        let logits = adjusted(logits)
        let count = candidateCount(logits)
        if !matcher.knowsAllowedTokens, count <= Self.maximumTried {
            for tried in [count, Self.maximumTried] {
                var candidates: [LikeliestTokens.Candidate] = []
                for candidate in LikeliestTokens.first(tried, of: logits) where matcher.allows(candidate.id) {
                    candidates.append(candidate)
                    if candidates.count == count { break }
                }
                if candidates.count == count, let id = choose(candidates) { return id }
            }
        }
        let allowed = try matcher.allowedTokens()
        return choose(LikeliestTokens.first(count, of: logits, among: allowed)) ?? allowed.first ?? 0
    }

    /// Tokens that are tried one by one; so many cost less than to look for all that are allowed.
    private static let maximumTried = 192

    /// How many of the likeliest tokens count.
    private func candidateCount(_ logits: [Float]) -> Int {
        settings.temperature > 0 ? settings.topK > 0 ? settings.topK : logits.count : 1
    }

    /// One of the likeliest tokens; nil where there is none.
    private mutating func choose(_ likeliest: [LikeliestTokens.Candidate]) -> Int32? {
        guard let best = likeliest.first else { return nil }
        guard settings.temperature > 0 else { return best.id }
        var candidates = likeliest
        var weights = candidates.map { exp(Double($0.logit - best.logit)) }
        var total = weights.reduce(0, +)
        if settings.topP < 1 {
            var sum = 0.0
            let count = weights.firstIndex { weight in
                sum += weight
                return sum >= Double(settings.topP) * total
            }
            candidates.removeSubrange(((count ?? candidates.count - 1) + 1)...)
        }
        if settings.minP > 0 {
            let limit = best.logit + log(settings.minP)
            candidates.removeAll { $0.logit < limit }
        }
        weights = candidates.map { exp(Double(($0.logit - best.logit) / settings.temperature)) }
        total = weights.reduce(0, +)
        var place = random.unit() * total
        for (candidate, weight) in zip(candidates, weights) {
            place -= weight
            if place < 0 { return candidate.id }
        }
        return candidates.last?.id ?? best.id
    }

    /// The logits with bias and repetition penalty.
    private func adjusted(_ logits: [Float]) -> [Float] {
        var logits = logits
        for (id, bias) in settings.logitBias where logits.indices.contains(Int(id)) { logits[Int(id)] += bias }
        for id in Set(recent) where logits.indices.contains(Int(id)) {
            let logit = logits[Int(id)]
            logits[Int(id)] = logit > 0 ? logit / settings.repetitionPenalty : logit * settings.repetitionPenalty
        }
        return logits
    }
}

/// Random numbers that are the same on every machine: SplitMix64 (Steele, Lea and Flood, 2014).
package struct RandomNumbers: Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// The next number, 0 ≤ x < 1.
    package mutating func unit() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
    }
}
