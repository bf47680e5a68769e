internal import Foundation

/// Which confidence an answer needs, learnt from the confidences of made questions.
///
/// What is learnt is only ever more careful than what is usual: made questions are easier to answer than a person's, and so say nothing
/// of questions that were refused wrongly. And it goes half the way, in log odds, to what would be right for them.
package struct RefusalThreshold: Sendable {
    /// The share of the unanswerable questions that is to be refused.
    static let refusedShare = 0.85
    /// The most of the answerable questions that may be refused for it.
    static let lostShare = 0.1
    /// Fewer questions than these teach nothing.
    static let fewestQuestions = 40

    /// The confidences of questions with what answers them in the documents.
    package var answerable: [Double] = []
    /// Of the same questions without it.
    package var unanswerable: [Double] = []

    package init(answerable: [Double] = [], unanswerable: [Double] = []) {
        self.answerable = answerable
        self.unanswerable = unanswerable
    }

    /// The threshold; nil where there are too few questions, or the usual one is as careful.
    package func learnt(above usual: Double) -> Double? {
        guard min(answerable.count, unanswerable.count) >= Self.fewestQuestions else { return nil }
        let wanted = min(
            Self.quantile(Self.refusedShare, of: unanswerable), Self.quantile(Self.lostShare, of: answerable))
        guard wanted > usual else { return nil }
        let logit = (Self.logit(usual) + Self.logit(min(wanted, 0.9999))) / 2
        return (1000 / (1 + exp(-logit))).rounded() / 1000
    }

    private static func logit(_ share: Double) -> Double { log(share / (1 - share)) }

    private static func quantile(_ share: Double, of values: [Double]) -> Double {
        values.sorted()[min(values.count - 1, Int(share * Double(values.count)))]
    }
}
