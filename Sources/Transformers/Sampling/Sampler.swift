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
        if try !matcher.findsAllowedTokensQuickly(), let id = chooseOfLikeliest(count, of: logits, under: &matcher) {
            return id
        }
        let allowed = try matcher.allowedTokens()
        return choose(LikeliestTokens.first(count, of: logits, among: allowed)) ?? allowed.first ?? 0
    }

    /// Likeliest tokens that are tried one by one, at first and then; so many cost less than to look for all that are allowed.
    private static let triedCounts = [40, 192]

    /// The next token where only the likeliest have to be tried to know it; nil otherwise.
    ///
    /// - Parameter count: how many of the likeliest allowed tokens count.
    private mutating func chooseOfLikeliest(
        _ count: Int, of logits: [Float], under matcher: inout ConstraintMatcher
    ) -> Int32? {
        var (candidates, seen) = ([LikeliestTokens.Candidate](), 0)
        for tried in Self.triedCounts {
            let likeliest = LikeliestTokens.first(tried, of: logits)
            for candidate in likeliest.dropFirst(seen) where candidates.count < count {
                if matcher.allows(candidate.id) { candidates.append(candidate) }
            }
            seen = likeliest.count
            let others = seen < tried ? 0 : min(count - candidates.count, logits.count - seen)
            if let id = choose(candidates, others: others, largestOther: likeliest.last?.logit ?? 0) { return id }
        }
        return nil
    }

    /// How many of the likeliest tokens count.
    private func candidateCount(_ logits: [Float]) -> Int {
        settings.temperature > 0 ? settings.topK > 0 ? settings.topK : logits.count : 1
    }

    /// One of the candidates, likeliest first; nil where there is none, or where it may be one of the others
    /// (``CandidateFilter/keptCount(of:others:largestOther:)``).
    private mutating func choose(
        _ candidates: [LikeliestTokens.Candidate], others: Int = 0, largestOther: Float = -.infinity
    ) -> Int32? {
        guard let best = candidates.first else { return nil }
        guard settings.temperature > 0 else { return best.id }
        let filter = CandidateFilter(topP: settings.topP, minP: settings.minP)
        let logits = candidates.map(\.logit)
        guard let count = filter.keptCount(of: logits, others: others, largestOther: largestOther) else { return nil }
        let kept = candidates.prefix(count)
        let weights = kept.map { exp(Double(($0.logit - best.logit) / settings.temperature)) }
        var place = random.unit() * weights.reduce(0, +)
        for (candidate, weight) in zip(kept, weights) {
            place -= weight
            if place < 0 { return candidate.id }
        }
        return kept.last?.id
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
