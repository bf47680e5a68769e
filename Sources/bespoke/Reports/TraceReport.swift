internal import Assistants
internal import Inference
internal import Retrieval

/// What `ask --explain --json` adds.
struct TraceReport: Encodable {
    let query: String
    let queryOrigin: QueryOrigin
    let cutTurns: [Int]
    /// What is told of turns that were left out; nil for nothing.
    let digests: [DigestRow]?
    let candidates: [CandidateRow]
    let evidence: [EvidenceRow]
    /// Nil where there were none.
    let ignoredOrders: [String]?
    let prompt: [ChatMessage]
    let promptTokens: Int
    let promptBudget: Int
    let cutSnippets: [Int]
    let engineText: String?
    let engineVerdict: String?
    /// Nil where nobody asked to think longer, or nothing was found.
    let thinking: ThinkingRow?
    let stages: [StageTiming]

    /// What is told of turns that were left out together.
    struct DigestRow: Encodable {
        let turns: [Int]
        let text: String
        let author: ConversationDigest.Author
    }

    /// What thinking longer came to.
    struct ThinkingRow: Encodable {
        let count: Int
        let views: Int
        let considered: Int
        let drafts: [DraftRow]
        let verdict: String
    }

    /// One candidate answer.
    struct DraftRow: Encodable {
        let text: String
        let snippet: Int?
        let votes: Double
        let support: Double
        let score: Double
        let chosen: Bool
    }

    /// One chunk that was considered.
    struct CandidateRow: Encodable {
        let chunk: Int64
        let document: String
        let words: Placement?
        let vector: Placement?
        let fused: Double
        let smoothed: Double
        let reranked: Placement?
        let score: Double
    }

    /// One sentence that was considered.
    struct EvidenceRow: Encodable {
        let snippet: Int
        let text: String
        let words: Double
        let similarity: Double?
        let likelihood: Double?
        let score: Double
        let chosen: Bool
    }

    init(_ answer: Answer) {
        let trace = answer.trace
        query = answer.query
        queryOrigin = trace.queryOrigin
        cutTurns = trace.cutTurns
        digests =
            trace.digests.isEmpty
            ? nil
            : trace.digests.map {
                DigestRow(turns: [$0.turns.lowerBound, $0.turns.upperBound], text: $0.text, author: $0.author)
            }
        candidates = trace.candidates.map {
            CandidateRow(
                chunk: $0.chunk, document: $0.document, words: $0.words, vector: $0.vector, fused: $0.fused,
                smoothed: $0.smoothed, reranked: $0.reranked, score: $0.score)
        }
        evidence = trace.evidence.map {
            EvidenceRow(
                snippet: $0.snippet, text: $0.text, words: $0.words, similarity: $0.similarity,
                likelihood: $0.likelihood, score: $0.score, chosen: $0.isChosen)
        }
        ignoredOrders = trace.ignoredOrders.isEmpty ? nil : trace.ignoredOrders
        prompt = trace.prompt
        promptTokens = trace.promptTokens
        promptBudget = trace.promptBudget
        cutSnippets = trace.cutSnippets
        engineText = trace.engineText
        engineVerdict = trace.engineVerdict
        thinking = trace.thinking.map { thinking in
            ThinkingRow(
                count: thinking.count, views: thinking.views, considered: thinking.considered,
                drafts: thinking.drafts.map {
                    DraftRow(
                        text: $0.text, snippet: $0.snippet, votes: $0.votes, support: $0.support, score: $0.score,
                        chosen: $0.isChosen)
                }, verdict: thinking.verdict)
        }
        stages = trace.timings
    }
}
