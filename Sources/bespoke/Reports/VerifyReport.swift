internal import Library

/// The result of `verify`.
struct VerifyReport: Encodable {
    let sound: Bool
    let profiles: Int
    let documents: Int
    let chunks: Int
    let vectors: Int
    let problems: [Row]

    /// One problem.
    struct Row: Encodable {
        let code: String
        let message: String
    }

    init(counts: LibraryStatistics, problems: [LibraryProblem]) {
        sound = problems.isEmpty
        profiles = counts.profiles
        documents = counts.documents
        chunks = counts.chunks
        vectors = counts.vectors
        self.problems = problems.map { Row(code: $0.code, message: $0.message) }
    }
}
