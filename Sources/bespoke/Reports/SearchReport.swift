internal import Documents
internal import Retrieval

/// The result of `search`.
struct SearchReport: Encodable {
    let snippets: [Row]
    let pending: Int

    /// One passage.
    struct Row: Encodable {
        let rank: Int
        let document: String
        let location: Location
        let headings: [String]
        let score: Double
        let text: String
    }

    init(_ result: RetrievalResult) {
        snippets = result.snippets.map {
            Row(
                rank: $0.number, document: $0.document, location: $0.location, headings: $0.headings, score: $0.score,
                text: $0.text)
        }
        pending = result.pending
    }
}
