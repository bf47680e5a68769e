internal import Inference
internal import Library
public import Retrieval

/// The rankings that a profile's searches give, stage by stage.
public struct RetrievalRun: Sendable {
    /// A query with its rankings.
    public struct Query: Sendable {
        /// The query's id.
        public var id: String
        /// Documents with their scores by stage, in the order of ``RetrievalRun/stages``.
        public var scores: [[(document: String, score: Double)]]
        /// How long the search took.
        public var milliseconds: Double
    }

    /// A stage of the search and where its candidates' scores stand.
    public struct Stage: Sendable {
        /// What it is called.
        public var name: String
        /// The score of a candidate; nil where the stage did not put it forward.
        var score: @Sendable (Candidate) -> Double?
    }

    /// The stages, in the order of the search.
    public static let stages = [
        Stage(name: "words") { $0.words?.score },
        Stage(name: "vectors") { $0.vector?.score },
        Stage(name: "fused") { $0.fused },
        Stage(name: "smoothed") { $0.smoothed },
        Stage(name: "reranked") { $0.score },
    ]

    /// The queries, in the order in which they were asked.
    public private(set) var queries: [Query] = []

    /// Creates a run without queries.
    public init() {}

    /// Adds what a search found. What several candidates stand for has the score of the best; of what one candidate stands for, the
    /// first comes first: scores count in single precision, and each further one gets the next number below.
    ///
    /// - Parameter ids: what the judgements call a candidate.
    public mutating func add(_ result: RetrievalResult, query: String, ids: (Candidate) -> [String]) {
        queries.append(
            Query(
                id: query,
                scores: Self.stages.map { stage in
                    var best: [String: Double] = [:]
                    for candidate in result.candidates {
                        guard let score = stage.score(candidate) else { continue }
                        var single = Float(score)
                        for id in ids(candidate) {
                            best[id] = max(best[id] ?? Double(single), Double(single))
                            single = single.nextDown
                        }
                    }
                    return best.map { (document: $0.key, score: $0.value) }
                }, milliseconds: result.timings.reduce(0) { $0 + $1.milliseconds }))
    }

    /// Milliseconds of a search.
    public var milliseconds: TimeMeasures { TimeMeasures(of: queries.map(\.milliseconds)) }

    /// Measures every stage against judgements.
    public func measures(against judgements: [String: [String: Int]]) -> [RetrievalMeasures] {
        Self.stages.enumerated().map { place, stage in
            RetrievalMeasures(
                stage: stage.name,
                rankings: queries.map { (RankingMeasures.order($0.scores[place]), judgements[$0.id] ?? [:]) })
        }
    }

    /// The last stage's rankings as `trec_eval` reads them: query, `Q0`, document, rank, score and `bespoke`, divided by tabs.
    public var trec: String {
        var lines = ""
        for query in queries {
            let scores = query.scores[Self.stages.count - 1]
            let byDocument = Dictionary(scores.map { ($0.document, $0.score) }, uniquingKeysWith: max)
            for (index, document) in RankingMeasures.order(scores).enumerated() {
                lines += "\(query.id)\tQ0\t\(document)\t\(index + 1)\t\(Float(byDocument[document] ?? 0))\tbespoke\n"
            }
        }
        return lines
    }
}
