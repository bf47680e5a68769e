extension EvaluationSet {
    /// Which questions of a set: weights are fitted on some, and figures are told of the others.
    public enum Part: String, Sendable, CaseIterable {
        /// The first seven of each ten.
        case tune
        /// The last three of each ten, on which nothing was fitted.
        case heldOut = "held-out"
        /// All.
        case all
    }

    /// Whole articles where the set has them, else its passages.
    public func documentsOrCorpus() throws -> [Text] {
        hasDocuments ? try documents() : try corpus()
    }

    /// Questions of a part, in their order.
    ///
    /// - Parameters:
    ///   - count: the most; of more, as many are drawn.
    ///   - seed: what they are drawn by.
    ///   - isWanted: which may be asked at all.
    public func questions(
        _ part: Part, count: Int, seed: UInt64, where isWanted: (Question) -> Bool = { _ in true }
    ) throws -> [Question] {
        Self.drawn(try questions().filter(isWanted), part, count: count, seed: seed)
    }

    /// Those of a part, in their order; of more than `count`, as many are drawn.
    static func drawn<Row>(_ rows: [Row], _ part: Part, count: Int, seed: UInt64) -> [Row] {
        let kept = rows.enumerated().filter { place, _ in
            switch part {
            case .tune: place % 10 < 7
            case .heldOut: place % 10 >= 7
            case .all: true
            }
        }.map(\.element)
        guard count < kept.count else { return kept }
        var draws = Draws(seed: seed)
        return kept.indices.shuffled(using: &draws).prefix(count).sorted().map { kept[$0] }
    }
}
