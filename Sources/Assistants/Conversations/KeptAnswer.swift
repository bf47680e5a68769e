internal import Documents
internal import Foundation
public import Inference
public import Library
internal import Retrieval

extension AnswerContent {
    /// An answer as it is kept.
    init(_ answer: Answer) throws {
        self.init(
            question: answer.question, query: answer.query, text: answer.text, refused: answer.refused,
            confidence: answer.confidence, citations: try KeptJSON.encode(answer.citations),
            snippets: answer.snippets.map(AnswerSnippet.init),
            prompt: answer.trace.prompt.isEmpty ? nil : try KeptJSON.encode(answer.trace.prompt),
            settings: try KeptJSON.encode(answer.settings),
            measures: try KeptJSON.encode(AnswerMeasures(usage: answer.usage, timings: answer.timings)),
            profileVersion: answer.profileVersion, sources: answer.sources)
    }
}

extension AnswerSnippet {
    /// A passage by its place.
    init(_ snippet: Snippet) {
        self.init(
            number: snippet.number, document: snippet.documentID, file: snippet.document, chunks: snippet.chunks,
            location: snippet.location, score: snippet.score)
    }
}

extension StoredAnswer {
    /// The citations; empty where the text has gone with a document.
    public var citations: [Citation] {
        get throws { try content.citations.map { try KeptJSON.decode([Citation].self, $0, of: id) } ?? [] }
    }

    /// How the answer was made.
    public var settings: AnswerSettings {
        get throws { try KeptJSON.decode(AnswerSettings.self, content.settings, of: id) }
    }

    /// The messages that the engine was given; nil where none was asked or they have gone with a document.
    public var prompt: [ChatMessage]? {
        get throws { try content.prompt.map { try KeptJSON.decode([ChatMessage].self, $0, of: id) } }
    }

    /// Tokens that the engine read and wrote.
    public var usage: Usage {
        get throws { try KeptJSON.decode(AnswerMeasures.self, content.measures, of: id).usage }
    }

    /// How long the answer took.
    public var timings: AnswerTimings {
        get throws { try KeptJSON.decode(AnswerMeasures.self, content.measures, of: id).timings }
    }
}

/// What only the assistant understands of a kept answer.
private enum KeptJSON {
    static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ text: String, of id: String) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw AssistantError(
                .unreadableAnswer,
                "the answer \(id) cannot be read: it was kept by another Bespoke, or the library is damaged; run “bespoke verify”"
            )
        }
    }
}
