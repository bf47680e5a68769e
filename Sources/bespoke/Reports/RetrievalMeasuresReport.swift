internal import Evaluation

/// The result of `eval retrieval` and `eval profile`.
struct RetrievalMeasuresReport: Encodable {
    let set: String
    let embedder: String
    let queries: Int
    let stages: [Stage]
    /// What a search took.
    let milliseconds: TimeMeasures

    /// The measures of a stage, each with the ends of its interval.
    struct Stage: Encodable {
        let stage: String
        let queries: Int
        let values: [(name: String, estimate: Estimate)]

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Name.self)
            try container.encode(stage, forKey: Name("stage"))
            try container.encode(queries, forKey: Name("queries"))
            for (name, estimate) in values {
                try container.encode(estimate.mean, forKey: Name(name))
                try container.encode([estimate.low, estimate.high], forKey: Name("\(name)Interval"))
            }
        }
    }

    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(_ run: RetrievalRun, against judgements: [String: [String: Int]], set: String, embedder: String) {
        self.set = set
        self.embedder = embedder
        queries = run.queries.count
        milliseconds = run.milliseconds
        let queries = queries
        stages = run.measures(against: judgements).map {
            Stage(
                stage: $0.stage, queries: queries,
                values: [
                    ("ndcg@10", $0.ndcg10), ("recall@5", $0.recall5), ("recall@10", $0.recall10),
                    ("recall@100", $0.recall100), ("mrr@10", $0.mrr10),
                ])
        }
    }

    /// Writes a table, or the whole as JSON.
    func write(to console: Console) throws {
        guard !console.isJSON else { return try console.json(self) }
        try console.line(
            "\(set), \(Quantity.count(queries, "query", "queries")), \(embedder), "
                + "\(Quantity.decimal(milliseconds.median, 0)) ms a search (95 %: \(Quantity.decimal(milliseconds.p95, 0)))"
        )
        for line in table.lines(width: console.output.width) { try console.line(line) }
    }

    /// A row a stage.
    private var table: Table {
        var table = Table([
            ("STAGE", .left), ("NDCG@10", .right), ("", .right), ("RECALL@5", .right), ("RECALL@10", .right),
            ("RECALL@100", .right), ("MRR@10", .right),
        ])
        for stage in stages {
            let means = stage.values.map { Quantity.decimal($0.estimate.mean, 4) }
            let interval = stage.values[0].estimate
            table.add(
                [stage.stage, means[0], "\(Quantity.decimal(interval.low, 3))–\(Quantity.decimal(interval.high, 3))"]
                    + means.dropFirst())
        }
        return table
    }
}
