internal import Retrieval

/// What the stages of a search said of the chunks found, for `search --explain` and `ask --explain`.
struct CandidateTable {
    private let result: RetrievalResult
    /// How many candidates are listed.
    private static let listed = 20

    init(_ result: RetrievalResult) { self.result = result }

    /// Writes the candidates and the time of each stage to standard error, so that the passages stay alone.
    func write(to console: Console) throws {
        let channel = console.diagnostics
        let width = channel.width ?? 100
        var time = Table([("STAGE", .left), ("MILLISECONDS", .right)])
        for stage in result.timings { time.add([stage.stage, Quantity.decimal(stage.milliseconds, 1)]) }
        let sections = [
            (
                "Found: \(Quantity.count(result.candidates.count, "chunk"))",
                Self.table(of: Array(result.candidates.prefix(Self.listed)))
            ),
            ("Time", time),
        ]
        for (title, table) in sections {
            try channel.write("\n\(title)\n", as: .bold)
            for line in table.lines(width: width) { try channel.write("  \(line)\n") }
        }
    }

    /// A row a candidate: ranks with scores, and the scores after fusion, smoothing and all.
    static func table(of candidates: [Candidate]) -> Table {
        var table = Table([
            ("DOCUMENT", .left), ("CHUNK", .right), ("WORDS", .right), ("VECTOR", .right), ("FUSED", .right),
            ("SMOOTHED", .right), ("RERANKED", .right), ("SCORE", .right),
        ])
        for candidate in candidates {
            table.add([
                candidate.document, "\(candidate.ordinal + 1)", text(of: candidate.words), text(of: candidate.vector),
                Quantity.decimal(candidate.fused, 3), Quantity.decimal(candidate.smoothed, 3),
                text(of: candidate.reranked), Quantity.decimal(candidate.score, 3),
            ])
        }
        return table
    }

    /// "3 (12.41)", or "-".
    static func text(of placement: Placement?) -> String {
        placement.map { "\($0.rank) (\(Quantity.decimal($0.score, 2)))" } ?? "-"
    }
}
