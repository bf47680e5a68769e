internal import Documents
internal import Retrieval

/// The result of `search`.
struct SearchReport: Encodable {
    let snippets: [Row]
    let pending: Int
    /// Only with `--explain`.
    let candidates: [CandidateRow]?
    let timings: [StageTiming]?
    /// What there was no time for; only where there was something.
    let omissions: [StageOmission]?

    /// One passage.
    struct Row: Encodable {
        let rank: Int
        let document: String
        let location: Location
        let headings: [String]
        let score: Double
        let text: String
        /// Where else the same words stand; only where they do.
        let copies: [Copy]?
    }

    /// Another place of a passage.
    struct Copy: Encodable {
        let document: String
        let location: Location
    }

    /// A chunk that was considered, best first.
    struct CandidateRow: Encodable {
        let document: String
        let chunk: Int
        let words: Placement?
        let vector: Placement?
        let fused: Double
        let smoothed: Double
        let reranked: Placement?
        let score: Double
    }

    init(_ result: RetrievalResult, explain: Bool) {
        snippets = result.snippets.map {
            Row(
                rank: $0.number, document: $0.document, location: $0.location, headings: $0.headings, score: $0.score,
                text: $0.text,
                copies: $0.copies.isEmpty
                    ? nil : $0.copies.map { Copy(document: $0.document, location: $0.location) })
        }
        pending = result.pending
        candidates =
            explain
            ? result.candidates.map {
                CandidateRow(
                    document: $0.document, chunk: $0.ordinal + 1, words: $0.words, vector: $0.vector, fused: $0.fused,
                    smoothed: $0.smoothed, reranked: $0.reranked, score: $0.score)
            } : nil
        timings = explain ? result.timings : nil
        omissions = result.omissions.isEmpty ? nil : result.omissions
    }
}
