internal import Foundation

/// Top-p and min-p, which both keep the likeliest candidates up to some place.
package struct CandidateFilter {
    private let topP: Float
    private let minP: Float

    /// Takes what ``SamplerSettings`` calls the same.
    package init(topP: Float, minP: Float) { (self.topP, self.minP) = (topP, minP) }

    /// How many candidates are kept, at least one; nil where there is none, or where it depends on others of which too little is
    /// known.
    ///
    ///     CandidateFilter(topP: 1, minP: 0.5).keptCount(of: [0, -9], others: 40, largestOther: -9)  // 1
    ///
    /// - Parameters:
    ///   - logits: those of the candidates, the largest first.
    ///   - others: at most so many candidates follow.
    ///   - largestOther: none of them has a larger logit.
    package func keptCount(of logits: [Float], others: Int = 0, largestOther: Float = -.infinity) -> Int? {
        guard let best = logits.first else { return nil }
        var (least, most) = (logits.count, logits.count + others)
        if minP > 0 {
            let limit = best + log(minP)
            if let first = logits.firstIndex(where: { $0 < limit }) {
                (least, most) = (first, first)
            } else if largestOther < limit {
                most = least
            }
        }
        if topP < 1 {
            let weights = logits.map { exp(Double($0 - best)) }
            let total = weights.reduce(0, +)
            // The last factor is more than what sums of thousands of numbers differ by in the order of their addition.
            let bound =
                others == 0 ? total : (total + Double(others) * exp(Double(largestOther - best))) * 1.000_000_001
            least = min(least, countForTopP(weights, of: total) ?? least)
            most = min(most, countForTopP(weights, of: bound) ?? most)
        }
        return least == most ? max(1, least) : nil
    }

    /// How many weights it takes to have top-p's part of a total; nil where all together do not have it.
    private func countForTopP(_ weights: [Double], of total: Double) -> Int? {
        var sum = 0.0
        let last = weights.firstIndex { weight in
            sum += weight
            return sum >= Double(topP) * total
        }
        return last.map { $0 + 1 }
    }
}
