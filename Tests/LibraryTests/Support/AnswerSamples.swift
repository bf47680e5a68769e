import Documents
import Foundation
import Library

extension AnswerContent {
    /// An answer whose text, prompt and query hold words of the documents given for them.
    static func sample(
        _ question: String, text: String = "Every 60 days. [1]", from documents: [DocumentID] = [],
        prompt prompted: [DocumentID] = [], query searched: [DocumentID] = []
    ) -> AnswerContent {
        AnswerContent(
            question: question, query: "query of \(question)", text: text, refused: false, confidence: 0.75,
            citations: "[\"\(text)\"]",
            snippets: (documents + prompted).enumerated().map { index, document in
                AnswerSnippet(
                    number: index + 1, document: document, file: "\(index).txt", chunks: [Int64(index + 1)],
                    location: Location(lines: 3...4), score: 0.5)
            },
            prompt: "[\"prompt of \(question)\"]", settings: "{}", measures: "{}", profileVersion: 1,
            sources: Set(
                documents.map { AnswerSource(document: $0, part: .text) }
                    + prompted.map { AnswerSource(document: $0, part: .prompt) }
                    + searched.map { AnswerSource(document: $0, part: .query) }))
    }
}

extension LibraryStore {
    /// Keeps one answer of the profile "p".
    func keep(
        _ content: AnswerContent, in conversation: String? = nil, replacing replaced: String? = nil
    ) async throws -> StoredAnswer {
        try await keep([content], inConversation: conversation, replacing: replaced, ofProfile: "p")[0]
    }
}
